"""Measurements: figures that a command of this house prints."""
