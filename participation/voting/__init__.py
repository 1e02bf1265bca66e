"""Ballots and how votes are kept: methods, room tickets, the ledger, tallies."""
