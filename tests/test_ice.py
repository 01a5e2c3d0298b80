"""What browsers are told of STUN and TURN."""

from deskside.domain.ids import Millis, UserId
from deskside.ice import IceConfig

ALICE = UserId("alice")
NOW = Millis(1_700_000_000_500)


def test_without_settings_there_is_nothing_to_tell() -> None:
    assert IceConfig().servers(ALICE, NOW) == ()


def test_a_fixed_login_is_passed_on() -> None:
    stun, turn = IceConfig(("stun:s",), ("turn:t",), turn_username="u", turn_credential="c").servers(ALICE, NOW)
    assert (stun.urls, stun.username) == (("stun:s",), None)
    assert (turn.urls, turn.username, turn.credential) == (("turn:t",), "u", "c")


def test_a_secret_makes_a_login_that_expires() -> None:
    (turn,) = IceConfig(turn_urls=("turn:t",), turn_secret="north", turn_ttl_seconds=600).servers(ALICE, NOW)
    assert turn.username == "1700000600:alice"
    # printf '1700000600:alice' | openssl dgst -sha1 -hmac north -binary | base64
    assert turn.credential == "gthUwOpcRoLI0MMCziCEBOWYnpo="
