"""Recording as people use it: switching it on and off, and what comes of it."""
