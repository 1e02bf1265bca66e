"""A live session: join code, run sheet, what phones and the projector show."""
