"""What a person is told: a digest of what waits and what colleagues decided, as a page and by mail."""
