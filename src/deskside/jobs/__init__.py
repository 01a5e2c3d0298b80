"""Doing what was put off: a loop in the server's process that claims jobs, and processes of low priority for what is
heavy."""
