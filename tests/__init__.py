"""Tests against what is promised: domain functions, services, ports, HTTP and socket."""
