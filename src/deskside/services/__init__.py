"""Use cases: the order of effects. No rule lives here (that is `domain`) and no framework (those are the edges)."""
