"""Connecting to a database: opening, creating and migrating it, on disk or on a server."""
