"""Measurements: each prints what it found on this machine, in this run."""
