"""All commands that change data: one function, one transaction."""
