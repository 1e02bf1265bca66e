"""The moderator's desk in the hall: run sheet, ballots, tickets, what the room sees."""
