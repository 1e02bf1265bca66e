"""What every room stands on: database and transaction, permissions, text, messages, locales, clock, settings, web."""
