"""The figures that the desk is held to: `make bench`."""
