"""Where ideas stand: joined as the same, put together, divided, moved; every step stays visible and can be undone."""
