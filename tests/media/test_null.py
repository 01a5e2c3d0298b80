"""The engine without media."""

from deskside.domain.ids import SessionId, UserId
from deskside.domain.tracks import Route, TrackKind
from deskside.media.null import NullEngine
from deskside.ports.media import MediaEngine


async def test_it_says_that_it_forwards_nothing() -> None:
    engine: MediaEngine = NullEngine()
    route = Route(UserId("a"), UserId("b"), TrackKind.AUDIO)
    await engine.start()

    assert engine.signalling is None
    assert await engine.route(SessionId("s"), frozenset({route})) == frozenset()
    assert (await engine.admit(SessionId("s"), UserId("a"))).engine == "NONE"
    assert await engine.healthy()
