"""What holds of all that somebody, or their guardian, has said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.center import ConsentFrom
from deskside.domain.consent import Consent, ConsentKind, consent_of
from deskside.domain.errors import Conflict, Forbidden
from deskside.domain.recording.standing import EVERYTHING, GivenBy, Said, Standing, require_present, say, standing

SOUND, PICTURE, BOARD = ConsentKind.SOUND, ConsentKind.PICTURE, ConsentKind.BOARD
ALL = consent_of(EVERYTHING)
SELF, GUARDIAN = GivenBy.SELF, GivenBy.GUARDIAN


def said(by: GivenBy, *kinds: ConsentKind, version: int = 2) -> Said:
    return Said(consent_of(frozenset(kinds)), version, by)


def holds(*all_said: Said, decides: ConsentFrom = ConsentFrom.STUDENT) -> tuple[Consent | None, Consent]:
    found = standing(all_said, 2, decides)
    return found.consent, found.open_to_self


def test_nobody_agreed_who_was_never_asked_or_answered_another_text() -> None:
    assert holds() == (None, ALL)
    assert holds(said(SELF, SOUND, version=1)) == (None, ALL)
    assert holds(decides=ConsentFrom.GUARDIAN) == (None, ())
    assert holds(said(GUARDIAN, SOUND, version=1), decides=ConsentFrom.GUARDIAN) == (None, ())


def test_the_newest_word_counts_also_if_it_is_no() -> None:
    assert holds(said(SELF, SOUND), said(SELF, SOUND, BOARD)) == ((BOARD, SOUND), ALL)
    assert holds(said(SELF, SOUND), said(SELF)) == ((), ALL)


def test_a_guardian_answers_beforehand_and_the_student_can_take_it_back_and_give_it_again() -> None:
    answered = said(GUARDIAN, SOUND, BOARD)
    assert holds(answered) == ((BOARD, SOUND), (BOARD, SOUND))
    assert holds(answered, said(SELF, SOUND)) == ((SOUND,), (BOARD, SOUND))
    assert holds(answered, said(SELF), said(SELF, BOARD)) == ((BOARD,), (BOARD, SOUND))


def test_what_a_guardian_refused_holds_over_later_texts() -> None:
    refused = said(GUARDIAN, version=1)
    assert holds(refused) == (None, ())
    assert holds(said(SELF, SOUND, version=1), refused, said(SELF, SOUND)) == ((), ())
    assert holds(said(SELF, SOUND, PICTURE), said(GUARDIAN, PICTURE)) == ((PICTURE,), (PICTURE,))


def test_where_a_guardian_decides_the_student_gives_nothing_and_takes_back_for_good() -> None:
    rule = ConsentFrom.GUARDIAN
    assert holds(said(SELF, SOUND), decides=rule) == (None, ())
    assert holds(said(GUARDIAN, SOUND, BOARD), decides=rule) == ((BOARD, SOUND), (BOARD, SOUND))
    taken = (said(GUARDIAN, SOUND, BOARD), said(SELF, BOARD))
    assert holds(*taken, decides=rule) == ((BOARD,), (BOARD,))
    assert holds(*taken, said(SELF, SOUND, BOARD), decides=rule) == ((BOARD,), (BOARD,))
    assert holds(*taken, said(GUARDIAN, SOUND), decides=rule) == ((SOUND,), (SOUND,))


def test_taking_back_works_whatever_was_wished_with_it() -> None:
    limited = Standing((PICTURE,), (PICTURE,))
    assert say(limited, frozenset({SOUND})) == ()
    assert say(limited, frozenset()) == ()
    assert say(limited, frozenset({PICTURE})) == (PICTURE,)
    with pytest.raises(Forbidden, match="guardian"):
        say(limited, frozenset({PICTURE, SOUND}))
    with pytest.raises(Forbidden):
        say(Standing(None, ()), frozenset({BOARD}))
    assert say(Standing(None, ALL), EVERYTHING) == ALL


def test_only_the_present_text_is_answered() -> None:
    require_present(2, 2)
    for shown in (1, 3):
        with pytest.raises(Conflict, match="Read it again"):
            require_present(shown, 2)


anything = st.lists(
    st.builds(
        lambda kinds, version, by: Said(consent_of(kinds), version, by),
        st.frozensets(st.sampled_from(ConsentKind)),
        st.integers(1, 3),
        st.sampled_from(GivenBy),
    ),
    max_size=8,
)


@given(anything, st.sampled_from(ConsentFrom))
def test_what_holds_was_said_to_the_present_text_and_never_against_a_guardian(
    history: list[Said], rule: ConsentFrom
) -> None:
    found = standing(history, 2, rule)
    held = set(found.consent or ())
    assert held <= set(found.open_to_self)
    now = [x for x in history if x.text_version == 2]
    givers = [x for x in now if x.by is GUARDIAN or rule is ConsentFrom.STUDENT]
    assert held <= {kind for x in givers for kind in x.kinds}
    assert found.consent is None or held <= set(now[-1].kinds)
    guardians = [x for x in (now if rule is ConsentFrom.GUARDIAN else history) if x.by is GUARDIAN]
    assert not guardians or held <= set(guardians[-1].kinds)


@given(anything, st.frozensets(st.sampled_from(ConsentKind)), st.sampled_from(ConsentFrom))
def test_what_is_said_holds_from_then_on_and_is_never_more(
    history: list[Said], wanted: frozenset[ConsentKind], rule: ConsentFrom
) -> None:
    before = standing(history, 2, rule)
    try:
        kept = say(before, wanted)
    except Forbidden:
        assert wanted - set(before.open_to_self)
        return
    after = standing([*history, Said(kept, 2, SELF)], 2, rule)
    assert set(after.consent or ()) == set(kept) & set(before.open_to_self)
    assert set(kept) <= wanted
