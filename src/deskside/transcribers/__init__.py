"""What makes words of speech on this machine, in a process of the lowest priority that has no network."""
