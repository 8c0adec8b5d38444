"""Messages that arrived: stored as they came, and filed to tickets."""
