"""Email that arrives: raw messages from a mailbox or from files, what they say, and filing them as tickets."""
