"""The administration plans: a process from a template, its phases, and what is open when."""
