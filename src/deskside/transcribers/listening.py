"""Listening, in a process of its own: told a track on standard input, it says line by line what it heard. It may be
killed at any moment, and reaches nobody."""

import sys
from pathlib import Path

from deskside.children.lowly import begin
from deskside.transcribers.messages import CannotHear, HeardPart, ToldTrack
from deskside.transcribers.sound import Coming, NoSound, pcm

_REACHING = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "socket.sendto")


def _alone(event: str, _: tuple[object, ...]) -> None:
    """No network, whatever a library would like to fetch or to tell."""
    if event in _REACHING:
        raise PermissionError("There is no network here.")


def main() -> int:
    """The process."""
    told = ToldTrack.model_validate_json(begin())
    sys.addaudithook(_alone)
    try:
        return _listen(told)
    except EOFError:
        return 1


def _listen(told: ToldTrack) -> int:
    if why := _why_not(told.model):
        return _say(CannotHear(unusable=why))
    from deskside.transcribers.model import Listener, blocks  # noqa: PLC0415  loaded only here: it takes seconds

    try:
        listener = Listener(told.model, told.language)
    except (RuntimeError, ValueError, OSError) as wrong:
        return _say(CannotHear(unusable=f"The speech model in {told.model} cannot be loaded: {str(wrong)[:300]}"))
    file = Coming(sys.stdin.buffer, told.size)
    try:
        for begins_ms, block in blocks(pcm(file)):
            lines = tuple(listener.lines(block, begins_ms))
            _say(HeardPart(percent=file.percent, language=listener.language, lines=lines))
    except NoSound as broken:
        return _say(CannotHear(unusable=f"The recording cannot be read: {str(broken)[:300]}"))
    while file.read(1 << 20):
        pass
    return _say(HeardPart(percent=100, language=listener.language, lines=()))


def _why_not(model: Path) -> str:
    """Why no model can be loaded from there; empty if one may."""
    missing = [x for x in ("model.bin", "config.json", "tokenizer.json") if not (model / x).is_file()]
    return (
        f"{model} is no folder of a CTranslate2 model of Whisper: {', '.join(missing)} is missing." if missing else ""
    )


def _say(answer: HeardPart | CannotHear) -> int:
    sys.stdout.write(answer.model_dump_json() + "\n")
    sys.stdout.flush()
    return 0
