"""What outlives a round: offers, prices, decisions, notices and pages, in SQLite."""
