"""Sealed files and the keys that open them, in SQL. Nothing here can be opened without the master key."""
