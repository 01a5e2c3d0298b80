"""Boards of a live session."""
