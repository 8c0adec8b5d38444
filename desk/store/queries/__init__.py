"""All queries."""
