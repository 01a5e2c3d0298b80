"""Revisions of the tables, oldest first. They are written by hand; a test compares their result with `tables`."""
