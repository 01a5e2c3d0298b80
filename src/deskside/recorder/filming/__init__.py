"""One film of a session, on demand: everybody's picture and voice, names, the screen or the board that was shown. Runs
in a process of its own that only takes what nobody else wants of the machine."""
