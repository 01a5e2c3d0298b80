"""What may go wrong with an engine. Two errors leave one and no others."""


class EngineError(Exception):
    """An engine could not do what it was told."""


class EngineUnavailable(EngineError):
    """The engine does not answer now; the same call may work later."""


class EngineRefused(EngineError):
    """The engine will never do this; the message says why and what would have been accepted."""
