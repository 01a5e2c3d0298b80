"""Boards in SQL."""
