"""Where recordings lie: what the plan's variables say, what follows from it, and what is refused."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from deskside.keeping_settings import keeping
from deskside.settings import Settings
from deskside.settings_page import settings_page, variable

R2 = "https://0123456789.r2.cloudflarestorage.com"


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)


def where(settings: Settings) -> str:
    return keeping(settings, bytes).blobs.where


def test_nothing_has_to_be_set(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path)
    assert where(settings) == f"the folder {tmp_path / 'recordings'}"
    assert settings.master_key_file(tmp_path) == tmp_path / "master.key"
    assert list(tmp_path.iterdir()) == [], "nothing is made before it is needed"


def test_the_plans_names_are_kept_to_the_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "VIDEO_STORAGE_PROVIDER": "cloudflare-r2",
        "VIDEO_STORAGE_BUCKET": "session-recordings",
        "VIDEO_STORAGE_ENDPOINT": R2,
        "VIDEO_STORAGE_ACCESS_KEY": "key",
        "VIDEO_STORAGE_SECRET_KEY": "hidden",
    }.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert where(settings) == f"the bucket session-recordings at {R2}"
    assert "hidden" not in repr(settings)
    assert "| `VIDEO_STORAGE_BUCKET` |" in settings_page()
    assert "DESKSIDE_VIDEO" not in settings_page()


def test_a_folder_and_a_key_may_be_elsewhere(tmp_path: Path) -> None:
    settings = Settings(video_storage_folder=tmp_path / "disk", master_key=tmp_path / "key")
    assert where(settings) == f"the folder {tmp_path / 'disk'}"
    assert settings.master_key_file(Path("var")) == tmp_path / "key"


def test_amazon_needs_no_endpoint_and_may_know_the_key_by_itself() -> None:
    settings = Settings(video_storage_provider="s3", video_storage_bucket="mine", video_storage_region="eu-central-1")
    assert where(settings) == "the bucket mine at Amazon S3"


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"video_storage_bucket": "mine"}, "needs VIDEO_STORAGE_PROVIDER"),
        ({"video_storage_provider": "s3"}, "is the name of a bucket"),
        ({"video_storage_provider": "s3", "video_storage_bucket": "Mine!"}, "is the name of a bucket"),
        ({"video_storage_provider": "s3", "video_storage_bucket": "mine"}, "VIDEO_STORAGE_REGION"),
        ({"video_storage_provider": "cloudflare-r2", "video_storage_bucket": "mine"}, "r2.cloudflarestorage.com"),
        ({"video_storage_provider": "elsewhere"}, "'local', 's3' or 'cloudflare-r2'"),
    ],
)
def test_halves_and_contradictions_are_refused(given: dict[str, str], word: str) -> None:
    with pytest.raises(ValidationError, match=word):
        Settings.model_validate(given)


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"video_storage_access_key": "key"}, "go together"),
        ({"video_storage_secret_key": "secret"}, "go together"),
        ({"video_storage_endpoint": "s3.example.org"}, "begins with https"),
        ({"video_storage_endpoint": "ftp://s3.example.org"}, "begins with https"),
        ({"video_storage_endpoint": "https://key:secret@s3.example.org"}, "has no key in it"),
        ({"video_storage_folder": "recordings"}, "is for VIDEO_STORAGE_PROVIDER=local"),
    ],
)
def test_a_bucket_is_described_as_a_whole(more: dict[str, str], word: str) -> None:
    bucket = {"video_storage_provider": "s3", "video_storage_bucket": "mine", "video_storage_endpoint": R2}
    Settings.model_validate(bucket)
    with pytest.raises(ValidationError, match=word):
        Settings.model_validate(bucket | more)
