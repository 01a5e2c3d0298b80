"""Tests of the socket's edge, against a real server with everything behind the ports in memory."""
