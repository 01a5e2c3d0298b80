"""The process that listens reaches nobody, and what it says is not believed unread."""

import io
import subprocess
import sys

import pytest
from pydantic import ValidationError

from deskside.transcribers.messages import ANSWER, CannotHear, HeardPart
from deskside.transcribers.sound import Coming

REACHING = """
import sys
sys.path[:0] = {path!r}
from deskside.transcribers.listening import _alone
sys.addaudithook(_alone)
import socket
for reach in (
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: socket.getaddrinfo("localhost", 80),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9)),
):
    try:
        reach()
    except PermissionError as refused:
        print(refused)
"""


def test_whatever_is_loaded_there_has_no_network() -> None:
    code = REACHING.format(path=sys.path)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["There is no network here."] * 3


WORD = '{"text":"a","start_ms":0,"end_ms":1,"confidence":1}'
PART = '{{"percent":1,"language":"en","lines":[{{"text":"a","words":[{}]}}]}}'


def test_what_it_says_is_read_as_a_part_or_as_a_reason() -> None:
    assert isinstance(ANSWER.validate_json(PART.format(WORD)), HeardPart)
    assert ANSWER.validate_json('{"unusable":"There is none."}') == CannotHear(unusable="There is none.")


@pytest.mark.parametrize(
    "said",
    [
        "",
        "{}",
        PART.format(""),
        PART.format(WORD.replace("0", "-1")),
        PART.format(WORD.replace('"confidence":1', '"confidence":1.1')),
        PART.format(WORD.replace('"a"', '""')),
        PART.format(WORD.replace('"end_ms":1', '"end_ms":86400001')),
        '{"percent":101,"language":"en","lines":[]}',
        '{"unusable":""}',
    ],
)
def test_what_it_should_not_say_is_not_taken(said: str) -> None:
    with pytest.raises(ValidationError):
        ANSWER.validate_json(said)


def test_a_file_that_comes_is_read_to_its_end_and_no_further() -> None:
    stream = io.BytesIO(b"0123456789rest")
    file = Coming(stream, 10)
    assert (file.read(4), file.percent, file.read(), file.read(1), file.percent) == (b"0123", 40, b"456789", b"", 100)
    assert stream.read() == b"rest"
    with pytest.raises(EOFError):
        Coming(io.BytesIO(b""), 1).read(1)
    assert Coming(stream, 0).percent == 100
