"""Desk: a full-screen terminal ticket desk that counts every promise of a customer charter down to the second."""

__version__ = "0.1.0"
VERSION_LINE = f"desk, version {__version__}"
