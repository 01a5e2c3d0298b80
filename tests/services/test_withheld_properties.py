"""What is withheld, after anything that people can do, whatever is noticed of their pages."""

import random
from collections.abc import Iterator
from functools import partial

from hypothesis import event, given
from hypothesis import strategies as st

from deskside.domain import attendance, lanes
from deskside.domain.ids import UserId
from deskside.domain.routing import routing_table
from deskside.domain.session import Session, people
from deskside.services.withheld import Why, Withheld
from tests.domain.acts import OBSERVER, START, STUDENTS, TUTOR, apply, live, new_session, random_act


def under_way(rng: random.Random) -> Iterator[Session]:
    """A lesson in which everybody is and whose table is open at first, after each fifth of thirty acts."""
    session = live(new_session(), OBSERVER, TUTOR)
    session = live(apply(session, lanes.set_open_table(session, open_table=True), START), *STUDENTS)
    for number in range(30):
        if number % 5 == 0:
            yield session
        session = apply(session, random_act(rng, session), START)


def _noticed(rng: random.Random, session: Session, withheld: Withheld) -> dict[UserId, set[Why]]:
    """Something of some of the people."""
    found: dict[UserId, set[Why]] = {}
    for person in people(session):
        if person.page is None:
            continue
        who, page = person.user_id, person.page
        seen = [x.user_id for x in people(session) if rng.random() < 0.5]
        for why, decide in (
            (Why.SILENT, partial(attendance.fall_silent, who=who, page=page)),
            (Why.LOST, partial(attendance.drop, who=who, page=page)),
            (Why.SIGN, partial(attendance.vouch, who=who, page=page, sign=tuple(seen))),
        ):
            if rng.random() < 0.3:
                withheld.put((who, page, why), decide)
                found.setdefault(who, set()).add(why)
    return found


@given(st.integers(0, 2**48))
def test_what_is_withheld_only_ever_takes_away_and_is_given_back_whole(seed: int) -> None:
    rng, took = random.Random(seed), False
    for session in under_way(rng):
        withheld, table = Withheld(), routing_table(session)
        assert withheld.within(session, table) is table
        found = _noticed(rng, session, withheld)
        left = withheld.within(session, table)
        took |= left != table
        assert left <= table
        silent = {who for who, why in found.items() if Why.SILENT in why}
        assert not [x for x in left if {x.source, x.target} & silent]
        adults = {x.user_id for x in people(session) if x.user_id not in STUDENTS and x.attending and x.drawn}
        if not {x for x in adults if not found.get(x, set()) & {Why.SILENT, Why.LOST}}:
            assert not [x for x in left if x.source in STUDENTS and x.target in STUDENTS]
        withheld.settle(session)
        assert withheld.within(session, table) == left
        for person in people(session):
            for why in Why:
                withheld.drop((person.user_id, person.page, why))
        assert withheld.within(session, table) is table
    event(f"took something: {took}")


@given(st.integers(0, 2**48))
def test_what_the_session_says_itself_and_what_is_of_a_former_page_is_forgotten(seed: int) -> None:
    rng = random.Random(seed)
    withheld = Withheld()
    for session in under_way(rng):
        withheld.settle(session)
        if not any(x.on_air for x in people(session)):
            continue
        _noticed(rng, session, withheld)
    for person in people(session):
        for cause in [(person.user_id, person.page, why) for why in Why]:
            withheld.drop(cause)
    withheld.settle(session)
    table = routing_table(session)
    assert withheld.within(session, table) is table
