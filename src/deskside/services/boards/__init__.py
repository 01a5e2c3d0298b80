"""Boards: who looks and draws, boards in memory, what is kept of them."""
