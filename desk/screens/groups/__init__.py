"""Boxes and exam sessions."""
