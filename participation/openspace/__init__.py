"""The open space: people bring what matters to them, find times and places, report, and agree who does what."""
