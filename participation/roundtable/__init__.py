"""Round tables: seats with a mandate, a series of sessions, what the seats decide, and what the minutes say."""
