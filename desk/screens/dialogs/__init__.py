"""Questions, lists to choose from, help."""
