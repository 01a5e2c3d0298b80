"""Keys: wrapped by one another, known by their fingerprint, and the master key in its file."""

import os
from pathlib import Path

import pytest

from deskside.domain.ids import FileId
from deskside.ports.sealing import FileKey, Tampered
from deskside.ports.vault import MasterKeyUnusable
from deskside.sealing.header import Shape, new_header
from deskside.sealing.master_key import MasterKeyFile
from deskside.sealing.suite import AesSealing, fingerprint

SEALING = AesSealing(os.urandom)


def test_a_key_is_unwrapped_by_the_key_that_wrapped_it_and_by_no_other() -> None:
    one, other, key = (SEALING.new_key() for _ in range(3))
    wrapped = SEALING.wrap(one, key)
    assert SEALING.unwrap(one, wrapped) == key
    with pytest.raises(Tampered):
        SEALING.unwrap(other, wrapped)
    for at in range(len(wrapped)):
        with pytest.raises(Tampered):
            SEALING.unwrap(one, wrapped[:at] + bytes((wrapped[at] ^ 1,)) + wrapped[at + 1 :])
    with pytest.raises(Tampered):
        SEALING.unwrap(one, b"short")


def test_a_fingerprint_is_always_the_same_and_tells_nothing() -> None:
    assert SEALING.fingerprint(bytes(32)) == fingerprint(bytes(32)) == "d724d10719b13a5927354354e90995d3"
    assert fingerprint(bytes(31) + b"\1") != fingerprint(bytes(32))


def test_nothing_secret_is_shown() -> None:
    key = FileKey(FileId("file-1"), b"\xaa" * 32)
    assert "xaa" not in repr(key)


def test_ranges_are_of_even_files_only() -> None:
    key = FileKey(FileId("file-1"), SEALING.new_key())
    with pytest.raises(Tampered, match="by ranges"):
        SEALING.unsealer(key, new_header(Shape.LOG, os.urandom).encode())


@pytest.fixture
def file(tmp_path: Path) -> MasterKeyFile:
    return MasterKeyFile(tmp_path / "keys" / "master.key", os.urandom)


def names(file: MasterKeyFile) -> list[str]:
    return sorted(x.name for x in Path(file.where).parent.iterdir())


def test_a_master_key_is_made_once_and_is_its_owners_alone(file: MasterKeyFile) -> None:
    assert file.find("anything") is None
    key = file.make()
    assert file.make() == key == file.find(fingerprint(key))
    assert file.find(fingerprint(bytes(32))) is None
    assert Path(file.where).stat().st_mode & 0o777 == 0o600
    assert Path(file.where).parent.stat().st_mode & 0o777 == 0o700
    assert Path(file.where).read_text() == f"{key.hex()}\n"
    assert names(file) == ["master.key"]


def test_a_rotation_can_end_at_any_moment(file: MasterKeyFile) -> None:
    old = file.make()
    new = file.propose()
    assert file.find(fingerprint(old)) == old, "the database knows the old one still"
    file.settle(fingerprint(old))
    assert names(file) == ["master.key"]
    new = file.propose()
    assert file.find(fingerprint(new)) == new, "the database knows the new one already"
    file.settle(fingerprint(bytes(32)))
    assert names(file) == ["master.key", "master.key.next"], "nothing is removed for a key that is not there"
    file.settle(fingerprint(new))
    assert names(file) == ["master.key"]
    assert (file.find(fingerprint(new)), file.find(fingerprint(old))) == (new, None)


def test_what_a_kill_left_is_in_nobodys_way(file: MasterKeyFile) -> None:
    key = file.make()
    folder = Path(file.where).parent
    (folder / "master.key.next").write_text("12")
    (folder / "master.key.4711").write_text(f"{key.hex()}\n")
    (folder / "master.key.backup").write_text("mine")
    assert file.find(fingerprint(key)) == key
    file.settle(fingerprint(key))
    assert names(file) == ["master.key", "master.key.backup"]


@pytest.mark.parametrize("content", [b"", b"no key\n", b"ab" * 31, b"\xff" * 64])
def test_a_file_without_a_key_says_so_and_is_not_written_over(content: bytes, file: MasterKeyFile) -> None:
    file.make()
    Path(file.where).write_bytes(content)
    with pytest.raises(MasterKeyUnusable, match="64 hexadecimal digits"):
        file.make()
    with pytest.raises(MasterKeyUnusable, match="64 hexadecimal digits"):
        file.find("anything")
    assert Path(file.where).read_bytes() == content


def test_a_place_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MasterKeyUnusable, match="DESKSIDE_MASTER_KEY"):
        MasterKeyFile(tmp_path / "file" / "master.key", os.urandom).make()
