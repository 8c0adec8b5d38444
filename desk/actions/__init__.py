"""The registry of user actions with their keys and permissions."""
