"""Recording as rules: who agreed to what, and when it is on. Media and files are elsewhere."""
