"""What a person may ask of a center: a copy of everything that is kept of them, and that it is erased."""
