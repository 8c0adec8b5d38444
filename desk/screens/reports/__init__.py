"""Overview, duties, calendar, shift."""
