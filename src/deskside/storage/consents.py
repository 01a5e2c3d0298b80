"""Consent in SQL."""

from sqlalchemy import Connection, RowMapping, select
from sqlalchemy.dialects import postgresql, sqlite

from deskside.domain.ids import CenterId
from deskside.domain.recording.texts import Texts, TextVersion
from deskside.storage.consent_tables import consent_text
from deskside.storage.run import Run

_text = consent_text.c


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


def _version(row: RowMapping) -> TextVersion:
    return TextVersion(
        row["number"],
        Texts(row["en_asked"], row["en_privacy"]),
        Texts(row["de_asked"], row["de_privacy"]),
        row["retention_days"],
        row["made_at"],
        row["maker_id"],
    )
