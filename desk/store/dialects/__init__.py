"""What differs between the databases: lists as one value, values inside JSON, full-text search."""
