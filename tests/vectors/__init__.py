"""Sequences of envelopes that prove every browser's fold equal to the server's."""
