"""Edge: what is kept, in SQLite or PostgreSQL. Knows the ports and SQLAlchemy; no other edge, no service."""
