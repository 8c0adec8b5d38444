"""What is learned from complaints: their causes, the corrective actions, how they went (ISO 10002, clause 8)."""
