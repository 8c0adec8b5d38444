"""Dialogs, lists to choose from, help."""
