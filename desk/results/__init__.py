"""How the promises were kept: figures out of verdicts, and what is published of them."""
