"""Switching recording on and off, by hand, with the session, and because it cannot go on."""

import pytest

from deskside.domain.center import CenterSettings
from deskside.domain.errors import Conflict, Forbidden
from tests.services.house import House


async def test_recording_begins_with_the_session_if_the_center_and_the_engine_have_it_so(planned: House) -> None:
    planned.fake.recording = True
    await planned.services.sessions.start(planned.tutor, planned.session_id)
    assert (await planned.session()).recording is not None

    await planned.services.centers.change(planned.admin, "Here", CenterSettings(auto_record=False))
    other = await planned.sessions.create(planned.tutor, planned.new())
    await planned.services.sessions.start(planned.tutor, other.id)
    assert (await planned.services.sessions.view(planned.tutor, other.id)).recording is None


async def test_an_engine_that_cannot_record_starts_without_it_and_says_so_when_asked(planned: House) -> None:
    await planned.services.sessions.start(planned.tutor, planned.session_id)
    assert (await planned.session()).recording is None
    with pytest.raises(Conflict, match="cannot record"):
        await planned.services.recordings.start(planned.tutor, planned.session_id)


async def test_tutor_and_admin_switch_it_and_students_do_not(planned: House) -> None:
    planned.fake.recording = True
    await planned.services.sessions.start(planned.tutor, planned.session_id)
    with pytest.raises(Forbidden):
        await planned.services.recordings.stop(planned.alice, planned.session_id)
    await planned.services.recordings.stop(planned.admin, planned.session_id)
    assert (await planned.session()).recording is None
    seq = await planned.services.recordings.start(planned.tutor, planned.session_id)
    assert await planned.services.recordings.start(planned.tutor, planned.session_id) == seq
