"""Deskside: a tutoring room for one tutor and several students at once."""
