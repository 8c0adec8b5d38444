"""Figures, the report of a period and the published page."""
