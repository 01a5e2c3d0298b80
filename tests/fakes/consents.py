"""Consent in memory: a part of the storage fake."""

from copy import copy
from dataclasses import dataclass, field, fields

from deskside.domain.ids import CenterId, Millis, UserId
from deskside.domain.recording.texts import TextVersion
from deskside.ports.consents import ConsentRow, GuardianLink
from tests.fakes.accounts import AccountTables


@dataclass(slots=True)
class ConsentTables:
    """Everything kept."""

    texts: dict[tuple[CenterId, int], TextVersion] = field(default_factory=dict)
    said: tuple[ConsentRow, ...] = ()
    links: dict[UserId, GuardianLink] = field(default_factory=dict)

    def snapshot(self) -> "ConsentTables":
        return ConsentTables(**{x.name: copy(getattr(self, x.name)) for x in fields(self)})


class FakeConsents:
    """`ConsentStore` in memory."""

    def __init__(self, tables: ConsentTables, accounts: AccountTables) -> None:
        self._t = tables
        self._accounts = accounts

    async def texts(self, center_id: CenterId) -> tuple[TextVersion, ...]:
        found = (x for (center, _), x in self._t.texts.items() if center == center_id)
        return tuple(sorted(found, key=lambda x: -x.number))

    async def newest_text(self, center_id: CenterId) -> TextVersion | None:
        return next(iter(await self.texts(center_id)), None)

    async def text(self, center_id: CenterId, number: int) -> TextVersion | None:
        return self._t.texts.get((center_id, number))

    async def add_text(self, center_id: CenterId, version: TextVersion) -> bool:
        if (center_id, version.number) in self._t.texts:
            return False
        self._t.texts[center_id, version.number] = version
        return True

    async def add(self, row: ConsentRow) -> None:
        if (row.center_id, row.said.text_version) not in self._t.texts:
            raise ValueError("nobody could have read this text")
        self._t.said = (*self._t.said, row)

    async def of_person(self, center_id: CenterId, person_id: UserId) -> tuple[ConsentRow, ...]:
        return tuple(x for x in self._t.said if (x.center_id, x.person_id) == (center_id, person_id))

    async def add_guardian_link(self, link: GuardianLink) -> None:
        self._t.links[link.student_id] = link

    async def guardian_link(self, secret_hash: str, now: Millis) -> GuardianLink | None:
        found = next((x for x in self._t.links.values() if x.secret_hash == secret_hash and x.expires_at > now), None)
        student = None if found is None else self._accounts.users.get(found.student_id)
        return None if student is None or student.disabled else found

    async def guardian_link_of(self, student_id: UserId, now: Millis) -> GuardianLink | None:
        found = self._t.links.get(student_id)
        return None if found is None or found.expires_at <= now else found

    async def remove_guardian_links(self, student_id: UserId) -> bool:
        return self._t.links.pop(student_id, None) is not None
