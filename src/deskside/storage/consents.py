"""Consent in SQL."""

from dataclasses import asdict

from sqlalchemy import Connection, RowMapping, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from deskside.domain.consent import ConsentKind
from deskside.domain.ids import CenterId, Millis, UserId
from deskside.domain.recording.standing import GivenBy, Said
from deskside.domain.recording.texts import Language, Texts, TextVersion
from deskside.ports.consents import ConsentRow, GuardianLink
from deskside.storage.consent_tables import consent, consent_text, guardian_link
from deskside.storage.run import Run
from deskside.storage.tables import user_account

_text, _said, _link = consent_text.c, consent.c, guardian_link.c


class SqlConsents:
    """`ConsentStore` within one transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def texts(self, center_id: CenterId) -> tuple[TextVersion, ...]:
        """Newest first."""
        query = select(consent_text).where(_text.center_id == center_id).order_by(_text.number.desc())

        def read(connection: Connection) -> tuple[TextVersion, ...]:
            return tuple(_version(row) for row in connection.execute(query).mappings())

        return await self._run(read)

    async def newest_text(self, center_id: CenterId) -> TextVersion | None:
        """None: the center has the default, and nobody was asked yet."""
        query = select(consent_text).where(_text.center_id == center_id).order_by(_text.number.desc()).limit(1)
        row = await self._run(lambda connection: connection.execute(query).mappings().first())
        return None if row is None else _version(row)

    async def text(self, center_id: CenterId, number: int) -> TextVersion | None:
        """One of its versions."""
        query = select(consent_text).where(_text.center_id == center_id, _text.number == number)
        row = await self._run(lambda connection: connection.execute(query).mappings().first())
        return None if row is None else _version(row)

    async def add_text(self, center_id: CenterId, version: TextVersion) -> bool:
        """Keep a version, unless its number is taken."""
        values = {
            "center_id": center_id,
            "number": version.number,
            "en_asked": version.en.asked,
            "en_privacy": version.en.privacy,
            "de_asked": version.de.asked,
            "de_privacy": version.de.privacy,
            "retention_days": version.retention_days,
            "made_at": version.made_at,
            "maker_id": version.maker_id,
        }

        def add(connection: Connection) -> bool:
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            added = dialect.insert(consent_text).values(values).on_conflict_do_nothing()
            return connection.execute(added).rowcount == 1

        return await self._run(add)

    async def add(self, row: ConsentRow) -> None:
        """One more thing that somebody said."""
        values = {
            "center_id": row.center_id,
            "person_id": row.person_id,
            "kinds": ",".join(row.kinds),
            "text_version": row.said.text_version,
            "language": row.language.value,
            "given_by": row.said.by.value,
            "guardian_name": row.guardian_name,
            "at": row.at,
            "session_id": row.session_id,
        }
        await self._run(lambda connection: connection.execute(insert(consent).values(values)))

    async def of_person(self, center_id: CenterId, person_id: UserId) -> tuple[ConsentRow, ...]:
        """The oldest first."""
        query = select(consent).where(_said.center_id == center_id, _said.person_id == person_id)

        def read(connection: Connection) -> tuple[ConsentRow, ...]:
            return tuple(_row(x) for x in connection.execute(query.order_by(_said.number)).mappings())

        return await self._run(read)

    async def add_guardian_link(self, link: GuardianLink) -> None:
        """In place of any other of this student."""
        await self.remove_guardian_links(link.student_id)
        await self._run(lambda connection: connection.execute(insert(guardian_link).values(asdict(link))))

    async def guardian_link(self, secret_hash: str, now: Millis) -> GuardianLink | None:
        """One that works, of a student who is not disabled."""
        query = (
            select(guardian_link)
            .join(user_account, user_account.c.id == _link.student_id)
            .where(_link.secret_hash == secret_hash, _link.expires_at > now, user_account.c.disabled.is_(False))
        )
        row = await self._run(lambda connection: connection.execute(query).mappings().first())
        return None if row is None else GuardianLink(**row)

    async def guardian_link_of(self, student_id: UserId, now: Millis) -> GuardianLink | None:
        """The one that works for this student."""
        query = select(guardian_link).where(_link.student_id == student_id, _link.expires_at > now)
        row = await self._run(lambda connection: connection.execute(query).mappings().first())
        return None if row is None else GuardianLink(**row)

    async def remove_guardian_links(self, student_id: UserId) -> bool:
        """None works any more."""
        gone = delete(guardian_link).where(_link.student_id == student_id)
        return await self._run(lambda connection: connection.execute(gone).rowcount > 0)


def _row(row: RowMapping) -> ConsentRow:
    kinds = tuple(ConsentKind(x) for x in row["kinds"].split(",") if x)
    return ConsentRow(
        row["center_id"],
        row["person_id"],
        Said(kinds, row["text_version"], GivenBy(row["given_by"])),
        Language(row["language"]),
        row["at"],
        row["session_id"],
        row["guardian_name"],
    )


def _version(row: RowMapping) -> TextVersion:
    return TextVersion(
        row["number"],
        Texts(row["en_asked"], row["en_privacy"]),
        Texts(row["de_asked"], row["de_privacy"]),
        row["retention_days"],
        row["made_at"],
        row["maker_id"],
    )
