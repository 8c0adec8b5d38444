"""Screens, one per file, each with its .tcss beside it. A screen uses no model, query or transaction."""
