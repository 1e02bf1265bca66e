"""Events around the formats: an invitation with all that people need to come, registration, arrival, feedback."""
