"""Settings of what makes words of speech: a part of `deskside.settings`, which reads them."""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def models(text: str) -> dict[str, Path]:
    """Folders by language; a folder without one is for any. Raises ValueError."""
    found: dict[str, Path] = {}
    for each in filter(None, (x.strip() for x in text.split(","))):
        before, equals, after = each.partition("=")
        language, folder = (before.strip(), after.strip()) if equals else ("", each)
        if (language and not _LANGUAGE.fullmatch(language)) or not folder:
            raise ValueError(f"{each!r} is no model of speech; write a folder, or en=/folder,de=/another")
        if language in found:
            raise ValueError(f"there are two models for {language or 'any language'}; name one")
        found[language] = Path(folder)
    return found


def _readable(text: str) -> str:
    models(text)
    return text


class Speech(BaseModel):
    """Whether it is done, and with which models."""

    speech: Literal["none", "whisper"] = Field(
        default="none",
        description="What makes transcripts of recordings: none; or whisper, on this machine, without any network, in "
        "a process that gives way to all others. scripts/setup.sh installs what it needs (half a gigabyte).",
    )
    speech_model: Annotated[str, AfterValidator(_readable)] = Field(
        default="",
        description="Folder of a Whisper model as CTranslate2 has it, or one for each language: en=/folder,de=/another."
        " Empty: a small model of English that comes along.",
    )
