"""A session follows what its people agreed to."""

from deskside.domain import events as ev
from deskside.domain.consent import Consent
from deskside.domain.ids import UserId
from deskside.domain.session import Session, find_person


def settle_consent(session: Session, person_id: UserId, consent: Consent | None, text_version: int) -> ev.Events:
    """What holds for this person is what the session goes by. None: nobody has answered the present text yet. Already
    so, or not in the session: no event."""
    person = find_person(session, person_id)
    if person is None or person.consent == consent:
        return ()
    return (ev.ConsentChanged(person_id, consent, text_version),)
