"""The only package that accesses the database."""
