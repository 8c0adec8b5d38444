"""Figures, the report of a period, the published page."""
