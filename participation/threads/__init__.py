"""Talking about what was said: comments under any contribution, their place, their tone, who speaks."""
