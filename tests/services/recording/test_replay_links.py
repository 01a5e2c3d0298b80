"""Links to recorded files, altered."""

import random

from deskside.domain.access import Actor
from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.people import Role
from deskside.services.recording.replay_links import Fault, Grant, link_for, read_link
from deskside.services.signed_in import Present


def test_of_a_thousand_altered_links_none_works() -> None:
    who = Present(Actor(UserId("tutor"), CenterId("here"), Role.TEACHER, "Ms Rivera"), "csrf", "login")
    grant = Grant(SessionId("session"), "of-bob", Millis(1_000))
    link, rng = link_for(b"k" * 32, grant, who), random.Random(9)
    assert read_link(b"k" * 32, link, who, Millis(999)) == grant
    for _ in range(1_000):
        at = rng.randrange(len(link))
        change = rng.choice("ABCxyz019-_.%é\x00")
        altered = rng.choice(
            (link[:at] + change + link[at + 1 :], link[:at], link + change, link[:at] + link[at + 1 :])
        )
        if altered != link:
            assert isinstance(read_link(b"k" * 32, altered, who, Millis(0)), Fault), altered
    assert isinstance(read_link(b"other" * 7, link, who, Millis(0)), Fault)
