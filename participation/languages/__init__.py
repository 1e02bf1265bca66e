"""Languages of what people say: recognising them, and (later) the versions of a text."""
