"""Outgoing texts, letters and lists: the centre's texts, filled in for a ticket."""
