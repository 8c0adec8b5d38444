"""Customers: who is the same person, and what is known of them."""
