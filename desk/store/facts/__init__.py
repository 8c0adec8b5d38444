"""Facts to answer from: their versions, and who was told which."""
