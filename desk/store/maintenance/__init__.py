"""Check, repair, backup, restore, diagnostics."""
