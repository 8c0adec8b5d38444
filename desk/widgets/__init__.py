"""Own widgets: what Textual lacks, or does not offer at these sizes."""
