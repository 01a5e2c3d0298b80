"""Whether everything that a session needs works now. Whoever watches a server asks this; nobody is told more by it."""

from deskside.services.outside import Outside


class HealthService:
    """Asks what is outside."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside

    async def ailments(self) -> tuple[str, ...]:
        """What does not work now, one sentence each; empty: all is well."""
        healthy = await self._outside.engine.healthy()
        return () if healthy else ("The media engine does not answer; it is being restarted.",)
