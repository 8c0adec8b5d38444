"""One screen a file, its .tcss beside it. A screen knows no model, no query and no transaction."""
