"""Sealed files: their format, their keys, and files on this machine that are written and read so. Knows no storage, no
database and no session."""
