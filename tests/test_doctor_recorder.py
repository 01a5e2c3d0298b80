"""The doctor brings a recorder up, and says why none would write."""

from pathlib import Path

import pytest

from deskside.app import compose
from deskside.doctor.findings import Level
from deskside.doctor.recorder import recorder
from deskside.media.null import NullEngine
from deskside.ports.recorder import NoRecorder
from deskside.settings import Settings


def test_one_that_comes_up_is_well_and_leaves_nothing(tmp_path: Path) -> None:
    found = recorder(Settings(var_dir=tmp_path / "var"))
    assert (found.level, found.detail) == (Level.OK, f"it comes up, and writes to {tmp_path}")
    assert list(tmp_path.iterdir()) == []


def test_one_that_is_not_wanted_is_not_tried() -> None:
    found = recorder(Settings(recording=False))
    assert found.level is Level.OK
    assert "off" in found.detail


def test_too_little_room_and_too_long_a_path_are_problems(tmp_path: Path) -> None:
    full = recorder(Settings(var_dir=tmp_path, recording_keep_free_mb=1_000_000_000))
    assert full.level is Level.PROBLEM
    assert "nothing is recorded" in full.detail
    deep = recorder(Settings(var_dir=tmp_path / ("deep" * 25)))
    assert deep.level is Level.PROBLEM
    assert "107" in deep.detail


@pytest.mark.parametrize("off", [{"engine": "none"}, {"recording": False}, {"janus": Path("/nowhere")}])
def test_without_an_engine_of_ours_or_a_wish_nothing_records(tmp_path: Path, off: dict[str, object]) -> None:
    parts = compose(Settings(var_dir=tmp_path / "var", **off))  # type: ignore[arg-type]
    assert isinstance(parts.recorder, NoRecorder)
    assert not parts.services.outside.engine.records
    assert isinstance(parts.services.outside.engine, NullEngine) is ("recording" not in off or not _installed())


def _installed() -> bool:
    return Settings().find_janus() is not None
