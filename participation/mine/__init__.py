"""What somebody has said themselves, and what became of it."""
