"""Text of any origin: sanitising, folding for searches, contacts, dates that people type. Pure."""
