"""Dialogue forums: a day with a plenary and parts side by side, a podium with questions, results of the parts."""
