"""Copies of tracks: a process that writes the RTP it is sent, and `playable`, which makes files that play from it.
Knows nothing of sessions, people or consent: who is recorded is decided where the routing table is made."""
