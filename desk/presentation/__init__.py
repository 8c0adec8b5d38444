"""Text for display: deadlines, tickets, reports, errors."""
