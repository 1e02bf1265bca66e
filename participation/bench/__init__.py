"""Measurements of this installation, and the operator's load test."""
