"""One module for each revision. A revision that has been released never changes."""
