"""The card wall (*Kartenabfrage*): one thought on a card, grouped by the hall, named, given dots."""
