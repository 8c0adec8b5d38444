"""Everything that changes something: one function, one transaction."""
