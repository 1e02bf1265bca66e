"""The fictional city of Musterstadt, to try everything with. All of it is invented."""
