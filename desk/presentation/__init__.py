"""Words for people: deadlines, tickets, reports, errors."""
