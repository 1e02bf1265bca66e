"""The front door: what is open now, where the process stands, the language switch."""
