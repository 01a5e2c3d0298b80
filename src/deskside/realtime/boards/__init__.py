"""Boards over the socket."""
