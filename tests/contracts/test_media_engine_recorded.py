"""What every engine promises of routes to the recorder."""

from deskside.domain.ids import UserId
from deskside.domain.tracks import RECORDER, Route, TrackKind
from tests.contracts.test_media_engine import SESSION, Stage, stage
from tests.media.people import until_in_force

__all__ = ["stage"]


async def test_a_route_to_the_recorder_is_in_force_while_its_source_sends(stage: Stage) -> None:
    tutor, table = stage.person("tutor"), frozenset({Route(UserId("tutor"), RECORDER, kind) for kind in TrackKind})
    assert await stage.engine.route(SESSION, table) == frozenset()
    await tutor.publish()
    await until_in_force(stage.engine, SESSION, table)
    heard = frozenset({Route(UserId("tutor"), RECORDER, TrackKind.AUDIO)})
    assert await stage.engine.route(SESSION, heard) == heard
    await stage.engine.expel(SESSION, tutor.id)
    assert await stage.engine.route(SESSION, table) == frozenset()
