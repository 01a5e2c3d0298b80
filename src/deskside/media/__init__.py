"""Edges to media engines. Each subfolder is one engine and knows no other; only `deskside.app` chooses."""
