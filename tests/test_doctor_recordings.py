"""The doctor keeps something where recordings lie, and looks for the key that opens them."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskside.doctor.findings import Finding, Level
from deskside.doctor.recordings import recordings
from deskside.settings import Settings
from deskside.storage.database import Database, migrate
from tests.s3 import ACCESS_KEY, BUCKET, SECRET_KEY, Gateway, gateway


def examined(settings: Settings) -> dict[str, Finding]:
    return {x.about: x for x in recordings(settings)}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var_dir=tmp_path / "var")


def test_nothing_is_made_where_nothing_was_recorded(settings: Settings) -> None:
    found = examined(settings)
    assert [x.level for x in found.values()] == [Level.OK, Level.OK]
    assert not settings.var_dir.exists()


def test_a_folder_is_tried_out_and_left_as_it_was(settings: Settings) -> None:
    folder = settings.recordings_folder(settings.var_dir)
    folder.mkdir(parents=True)
    found = examined(settings)["recordings"]
    assert (found.level, found.detail) == (Level.OK, f"the folder {folder} keeps, gives back and deletes")
    assert [x for x in folder.rglob("*") if x.is_file()] == []
    shutil.rmtree(folder)
    folder.touch()
    found = examined(settings)["recordings"]
    assert found.level is Level.PROBLEM
    assert found.mend


async def remember(settings: Settings, master: str) -> None:
    os.makedirs(settings.var_dir, exist_ok=True)
    await migrate(settings.database)
    database = Database(settings.database)
    async with database.storage().transaction() as unit:
        await unit.vault.begin_master(master)
    await database.close()


def test_a_master_key_that_is_lost_or_unreadable_is_a_problem(settings: Settings) -> None:
    key = bytes(32)
    asyncio.run(remember(settings, "a-fingerprint"))
    lost = examined(settings)["master key"]
    assert (lost.level, "a-fingerprint" in lost.detail) == (Level.PROBLEM, True)
    settings.master_key_file(settings.var_dir).write_text(f"{key.hex()}\n")
    assert examined(settings)["master key"].level is Level.PROBLEM
    settings.master_key_file(settings.var_dir).write_text("nothing of the kind")
    found = examined(settings)["master key"]
    assert found.level is Level.PROBLEM
    assert found.mend


@pytest.fixture(scope="module")
def s3() -> Iterator[Gateway]:
    with gateway() as running:
        yield running


def in_bucket(s3: Gateway, folder: Path, secret: str = SECRET_KEY, bucket: str = BUCKET) -> Settings:
    given = {
        "var_dir": folder,
        "video_storage_provider": "s3",
        "video_storage_bucket": bucket,
        "video_storage_endpoint": f"http://127.0.0.1:{s3.port}",
        "video_storage_region": "us-east-1",
        "video_storage_access_key": ACCESS_KEY,
        "video_storage_secret_key": secret,
    }
    return Settings.model_validate(given)


@pytest.mark.s3
def test_a_bucket_is_tried_out_with_its_own_words_for_what_is_wrong(s3: Gateway, tmp_path: Path) -> None:
    def found(settings: Settings) -> tuple[Level, str]:
        finding = examined(settings)["recordings"]
        assert SECRET_KEY not in str(finding)
        return finding.level, finding.detail.partition(f":{s3.port} ")[2]

    assert found(in_bucket(s3, tmp_path)) == (Level.OK, "keeps, gives back and deletes")
    level, words = found(in_bucket(s3, tmp_path, secret="another"))
    assert (level, "SignatureDoesNotMatch" in words) == (Level.PROBLEM, True)
    expected = (Level.PROBLEM, "cannot be used: there is no such bucket")
    assert found(in_bucket(s3, tmp_path, bucket="another")) == expected
