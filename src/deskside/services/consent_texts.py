"""What a center tells about recording: anybody reads it, admins write it, version by version."""

from dataclasses import dataclass, replace

from deskside.domain.access import Actor, require_admin
from deskside.domain.audit import AuditAct
from deskside.domain.center import ConsentFrom
from deskside.domain.errors import Conflict, NotFound
from deskside.domain.ids import CenterId
from deskside.domain.recording.texts import Texts, TextVersion, next_version, version_now
from deskside.ports.audit import AuditRow
from deskside.ports.storage import Center, UnitOfWork
from deskside.services.outside import Outside


@dataclass(frozen=True, slots=True)
class Told:
    """A version of a center's texts."""

    center: Center
    version: TextVersion


@dataclass(frozen=True, slots=True)
class Written:
    """A version in a history: who made it. An empty name: nobody, it came with Deskside."""

    version: TextVersion
    maker_name: str


@dataclass(frozen=True, slots=True)
class NewTexts:
    """Texts of a version that is to be; `after`: the version that whoever wrote them had before them."""

    en: Texts
    de: Texts
    after: int


class ConsentTextService:
    """The texts of all centers."""

    def __init__(self, outside: Outside) -> None:
        self._storage = outside.storage
        self._clock = outside.clock
        self._days = outside.retention_days

    async def read(self, center_id: CenterId, number: int | None = None) -> Told:
        """What the center tells now, or a former version. Open to all: people read it before they say anything.
        Raises NotFound."""
        async with self._storage.reading() as unit:
            center = await unit.accounts.center(center_id)
            if center is None:
                raise NotFound("There is no such page. Check the link, or ask your center.")
            now = await text_now(unit, center, self._days)
            found = now if number in (None, now.number) else await unit.consents.text(center_id, number or 0)
        if found is None:
            raise NotFound("There is no such version of this page. Leave the version out to read the present one.")
        return Told(center, found)

    async def history(self, actor: Actor) -> tuple[Center, tuple[Written, ...]]:
        """Every version of the actor's center, the present one first (admins)."""
        require_admin(actor)
        center = (await self.read(actor.center_id)).center
        async with self._storage.reading() as unit:
            now, kept = await text_now(unit, center, self._days), await unit.consents.texts(actor.center_id)
            everybody = await unit.accounts.users(actor.center_id, None)
        names = {x.id: x.name for x in everybody}
        versions = kept if now in kept else (now, *kept)
        return center, tuple(Written(x, "" if x.maker_id is None else names.get(x.maker_id, "")) for x in versions)

    async def write(self, actor: Actor, new: NewTexts) -> TextVersion:
        """A new version, which everybody is asked about anew (admins). The same texts are no new version. Raises
        Invalid, and Conflict if somebody else was faster."""
        require_admin(actor)
        at = self._clock.now()
        async with self._storage.transaction() as unit:
            center = await _center(unit, actor)
            now = await text_now(unit, center, self._days)
            version = next_version(now, new.en, new.de, (at, actor.user_id))
            if version is None:
                return now
            await unit.consents.add_text(center.id, now)  # what stood there until now, if it was the default
            if now.number != new.after or not await unit.consents.add_text(center.id, version):
                raise Conflict("Somebody else has changed these texts meanwhile. Load the page to see them.")
            row = AuditRow(center.id, at, actor.user_id, AuditAct.CONSENT_TEXT_WRITTEN, detail=str(version.number))
            await unit.audit.add(row)
        return version

    async def let_decide(self, actor: Actor, consent_from: ConsentFrom) -> None:
        """Who says it for students from now on (admins)."""
        require_admin(actor)
        async with self._storage.transaction() as unit:
            center = await _center(unit, actor)
            if center.settings.consent_from is not consent_from:
                changed = replace(center, settings=replace(center.settings, consent_from=consent_from))
                await unit.accounts.update_center(changed)
                row = AuditRow(center.id, self._clock.now(), actor.user_id, AuditAct.CONSENT_FROM_CHANGED)
                await unit.audit.add(replace(row, detail=consent_from.value))


async def text_now(unit: UnitOfWork, center: Center, days: int) -> TextVersion:
    """The version that counts in this center now; it may not be kept yet. `days`: how long recordings are kept."""
    return version_now(await unit.consents.newest_text(center.id), days)


async def _center(unit: UnitOfWork, actor: Actor) -> Center:
    center = await unit.accounts.center(actor.center_id)
    if center is None:
        raise NotFound("There is no such center.")
    return center
