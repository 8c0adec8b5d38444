"""Passwords and PINs."""
