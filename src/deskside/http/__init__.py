"""The HTTP edge: pages, paths under /api, the built client's files. Knows services and wire, no engine."""
