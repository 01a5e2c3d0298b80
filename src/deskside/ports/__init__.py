"""Protocols over domain values: what the services need from the outside. No implementation lives here."""
