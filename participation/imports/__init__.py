"""Contributions that were said elsewhere: reading a table of another system and taking its rows over."""
