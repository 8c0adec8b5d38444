"""What arrives: certificate lists."""
