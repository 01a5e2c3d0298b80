"""Drawings, and what may be drawn."""
