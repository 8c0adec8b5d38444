"""What leaves: the texts that a centre writes with, filled in for a ticket."""
