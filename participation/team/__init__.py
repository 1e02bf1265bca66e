"""Colleagues: who works here, in the whole municipality or in one process; how they come and how they go."""
