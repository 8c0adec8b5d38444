"""Facts to answer from: offered while somebody types, kept by the supervisor."""
