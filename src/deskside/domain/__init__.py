"""Values and rules of a tutoring session. Pure: no I/O, no async, no clock, no randomness, no framework."""
