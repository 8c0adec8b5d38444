"""Long-lived parts of the running app: session, alerts, autosave, type-ahead."""
