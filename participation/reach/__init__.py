"""Who takes part, and whom a process has not reached: voluntary questions, counted and never kept beside a person."""
