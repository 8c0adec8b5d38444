"""The only package that accesses the database."""

import sys

# peewee loads the driver of every database that is installed, in twice its own time. PostgreSQL's is loaded with its dialect.
sys.modules.setdefault("psycopg", None)  # type: ignore[arg-type]
