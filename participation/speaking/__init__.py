"""Speakers' lists: who speaks next in a hall, in an order that everybody can check."""
