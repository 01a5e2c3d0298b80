"""Rules of a session, mostly as properties."""
