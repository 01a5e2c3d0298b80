"""What was recorded, in SQL: segments of tracks, and each session's zero."""
