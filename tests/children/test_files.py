"""Files for the next server process, on a disk that has no room for a while."""

from pathlib import Path

from structlog.testing import capture_logs

from deskside.children.files import Kept


def test_what_could_not_be_written_is_written_once_there_is_room_though_nothing_changes(tmp_path: Path) -> None:
    path, in_the_way = tmp_path / "state.json", tmp_path / "state.new"
    kept = Kept(path)
    kept.put(b"one")
    in_the_way.mkdir()  # as far as writing goes, a full disk
    with capture_logs() as logged:
        kept.put(b"two")
        kept.catch_up()
        kept.put(b"three")
    assert path.read_bytes() == b"one"
    assert len(logged) == 1, "said once, not each second"
    in_the_way.rmdir()
    kept.catch_up()
    assert path.read_bytes() == b"three"


def test_what_is_dropped_does_not_come_back(tmp_path: Path) -> None:
    path, in_the_way = tmp_path / "state.json", tmp_path / "state.new"
    kept = Kept(path)
    kept.put(b"one")
    in_the_way.mkdir()
    kept.put(b"two")
    kept.drop()
    in_the_way.rmdir()
    kept.catch_up()
    assert not path.exists()
