"""Shapes of JSON, in and out. Knows the domain and the ports; nothing of services, HTTP or sockets."""
