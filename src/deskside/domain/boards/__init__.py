"""Boards: what may be drawn and how drawings become one, pictures on them, who may look and draw."""
