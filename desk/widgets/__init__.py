"""Widgets of our own: what Textual does not have, or not at our size."""
