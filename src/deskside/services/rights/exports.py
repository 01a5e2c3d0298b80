"""A copy of everything that is kept of one person, for them: a ZIP with JSON and a page that people read, put together
in the background, sealed, and gone after a week. Admins of the person's center ask for it and fetch it; both is on
record.
"""

import asyncio
from functools import partial

import structlog

from deskside.domain.access import Actor, require_admin
from deskside.domain.audit import AuditAct
from deskside.domain.errors import Conflict, NotFound
from deskside.domain.ids import CenterId, Millis, UserId
from deskside.ports.audit import AuditRow
from deskside.ports.rights import Export
from deskside.ports.storage import UnitOfWork, User
from deskside.services.keyring import Keyring, again
from deskside.services.outside import Outside
from deskside.services.rights.archive import zipped
from deskside.services.rights.collected import Collected
from deskside.services.vault import OpenedFile, VaultService

KEPT_MS = Millis(7 * 86_400_000)
"""How long an export can be fetched. It holds everything of a person: no longer than somebody needs to do so."""

log = structlog.get_logger(__name__)


class ExportService:
    """Every step can be done again: what a killed server left is put together anew by the next one."""

    def __init__(self, outside: Outside, vault: VaultService, keyring: Keyring) -> None:
        self._outside = outside
        self._vault = vault
        self._keyring = keyring
        self._making: dict[str, asyncio.Task[None]] = {}

    async def ask(self, actor: Actor, person_id: UserId) -> Export:
        """Have it put together (admins); the one that is being put together, if one is. Raises NotFound, Conflict for
        somebody who was erased."""
        require_admin(actor)
        async with self._outside.storage.reading() as unit:
            await person_of_center(unit, actor, person_id)
            if await unit.rights.erasure(actor.center_id, person_id) is not None:
                raise Conflict("This person was erased. There is nothing of them that could be exported.")
            there = await unit.rights.exports(actor.center_id, person_id)
        for export in there:
            if export.size is None and not export.failed:
                self._make(export)
                return export
        export = await again(partial(self._added, actor, person_id))
        self._make(export)
        return export

    async def _added(self, actor: Actor, person_id: UserId) -> Export:
        key, row = await self._keyring.new_file(actor.center_id)
        now = self._outside.clock.now()
        export = Export(self._outside.secrets.new_id(), actor.center_id, person_id, now, key.file_id)
        async with self._outside.storage.transaction() as unit:
            await unit.vault.add(row)
            await unit.rights.add_export(export)
            await unit.audit.add(self._row(actor, person_id, "asked"))
        return export

    async def listed(self, actor: Actor, person_id: UserId) -> tuple[Export, ...]:
        """Those of this person, newest first (admins)."""
        require_admin(actor)
        async with self._outside.storage.reading() as unit:
            await person_of_center(unit, actor, person_id)
            return await unit.rights.exports(actor.center_id, person_id)

    async def open(self, actor: Actor, person_id: UserId, export_id: str) -> OpenedFile:
        """For fetching it (admins). Raises NotFound, also for what is not whole or gone."""
        found = [x for x in await self.listed(actor, person_id) if x.id == export_id and x.size is not None]
        if not found or found[0].asked_at + KEPT_MS <= self._outside.clock.now():
            raise NotFound("There is no such export (any more). Ask for a new one.")
        opened = await self._vault.open(actor.center_id, found[0].file_id)
        async with self._outside.storage.transaction() as unit:
            await unit.audit.add(self._row(actor, person_id, "fetched"))
        return opened

    async def sweep(self) -> None:
        """Shred what is too old, and put together what a former process left."""
        async with self._outside.storage.reading() as unit:
            centers = await unit.accounts.centers()
            exports = [x for center in centers for x in await unit.rights.exports(center.id)]
        for export in exports:
            if export.asked_at + KEPT_MS <= self._outside.clock.now():
                await self.remove(export.center_id, (export,))
            elif export.size is None and not export.failed:
                self._make(export)

    async def remove(self, center_id: CenterId, exports: tuple[Export, ...]) -> None:
        """Nothing of these can be read any more."""
        for export in exports:
            if (task := self._making.get(export.id)) is not None:
                task.cancel()
        async with self._outside.storage.transaction() as unit:
            await unit.rights.remove_exports(tuple(x.id for x in exports))
        await self._vault.shred(center_id, tuple(x.file_id for x in exports))

    async def settle(self) -> None:
        """Wait for everything that is being put together."""
        await asyncio.gather(*self._making.values(), return_exceptions=True)

    def _make(self, export: Export) -> None:
        if export.id not in self._making:
            task = asyncio.create_task(self._made(export), name=f"export {export.id}")
            self._making[export.id] = task
            task.add_done_callback(lambda _: self._making.pop(export.id, None))

    async def _made(self, export: Export) -> None:
        try:
            key, _ = await self._keyring.open(export.center_id, export.file_id)
            collected = Collected(self._outside, export.center_id, export.person_id)
            size = await self._vault.write(export.center_id, key, zipped(collected.files()))
            ended: tuple[int | None, str] = size, ""
        except Exception as why:  # noqa: BLE001  whatever it is: it is told where the export is asked for
            log.error("export_failed", export=export.id, error=type(why).__name__)
            ended = None, str(why) or type(why).__name__
        async with self._outside.storage.transaction() as unit:
            await unit.rights.end_export(export.id, *ended)

    def _row(self, actor: Actor, person_id: UserId, detail: str) -> AuditRow:
        now = self._outside.clock.now()
        return AuditRow(actor.center_id, now, actor.user_id, AuditAct.PERSON_EXPORTED, person_id, None, detail)


async def person_of_center(unit: UnitOfWork, actor: Actor, person_id: UserId) -> User:
    """Raises NotFound."""
    user = await unit.accounts.user(actor.center_id, person_id)
    if user is None:
        raise NotFound("There is no such person in your center.")
    return user
