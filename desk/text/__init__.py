"""Handling of text from any source: sanitising, folding for searches, contacts, dates typed by users. Pure."""
