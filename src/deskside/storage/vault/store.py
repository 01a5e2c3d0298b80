"""Sealed files and keys in SQL. Rows that keys hang on are locked while they are looked at (in PostgreSQL; in SQLite
only one transaction writes), so that nothing is wrapped by a key that is being retired."""

from sqlalchemy import Connection, Insert, bindparam, delete, exists, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from deskside.domain.ids import CenterId, FileId, Millis
from deskside.ports.vault import CenterKey, Doomed, SealedFile, StaleKey, WrappedKey
from deskside.storage.run import Run
from deskside.storage.vault.tables import center_key, master_key, sealed_file, sealed_file_key

_master, _center, _file, _key = master_key.c, center_key.c, sealed_file.c, sealed_file_key.c
_KEYS = (_key.file_id, _key.center_id, _key.version, _key.wrapped)


class SqlVault:
    """`VaultStore` within one transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def master(self) -> str | None:
        """The fingerprint."""
        return await self._run(lambda connection: connection.execute(select(_master.fingerprint)).scalar())

    async def begin_master(self, fingerprint: str) -> str:
        """The one that is the one now."""

        def write(connection: Connection) -> str:
            if not _inserted(connection, insert(master_key).values(id=1, fingerprint=fingerprint)):
                return str(connection.execute(select(_master.fingerprint)).scalar_one())
            return fingerprint

        return await self._run(write)

    async def change_master(self, old: str, new: str, rewrapped: tuple[CenterKey, ...]) -> None:
        """Raises StaleKey."""
        this = (_center.center_id == bindparam("of"), _center.version == bindparam("number"))
        again = update(center_key).where(*this).values(wrapped=bindparam("by_new"))

        def write(connection: Connection) -> None:
            known = connection.execute(select(_master.fingerprint).with_for_update()).scalar()
            there = connection.execute(select(_center.center_id, _center.version)).all()
            if known != old or {tuple(row) for row in there} != {(x.center_id, x.version) for x in rewrapped}:
                raise StaleKey
            connection.execute(update(master_key).values(fingerprint=new))
            if rewrapped:
                values = [{"of": x.center_id, "number": x.version, "by_new": x.wrapped} for x in rewrapped]
                connection.execute(again, values)

        await self._run(write)

    async def center_keys(self, center_id: CenterId | None = None) -> tuple[CenterKey, ...]:
        """The newest of each center first."""
        query = select(center_key).order_by(_center.center_id, _center.version.desc())
        if center_id is not None:
            query = query.where(_center.center_id == center_id)
        return await self._run(lambda connection: tuple(CenterKey(*row) for row in connection.execute(query)))

    async def add_center_key(self, key: CenterKey, master: str) -> None:
        """Raises StaleKey."""
        newest = select(func.max(_center.version)).where(_center.center_id == key.center_id)
        row = {"center_id": key.center_id, "version": key.version, "wrapped": key.wrapped}

        def write(connection: Connection) -> None:
            known = connection.execute(select(_master.fingerprint).with_for_update(read=True)).scalar()
            if known != master or key.version != (connection.execute(newest).scalar() or 0) + 1:
                raise StaleKey
            if not _inserted(connection, insert(center_key).values(row)):
                raise StaleKey

        await self._run(write)

    async def retire(self, center_id: CenterId, version: int) -> bool:
        """Whether none is left."""
        older = (_center.center_id == center_id, _center.version < version)
        used = exists().where(_key.center_id == _center.center_id, _key.version == _center.version)

        def write(connection: Connection) -> bool:
            connection.execute(select(_center.version).where(*older).with_for_update()).all()
            connection.execute(delete(center_key).where(*older, ~used))
            return connection.execute(select(_center.version).where(*older)).first() is None

        return await self._run(write)

    async def add(self, file: SealedFile) -> None:
        """Raises StaleKey."""
        key = file.key
        since = (_center.center_id == key.center_id, _center.version >= key.version)
        row = {"id": key.file_id, "center_id": key.center_id, "begun_at": file.begun_at}
        of_key = {"file_id": key.file_id, "center_id": key.center_id, "version": key.version, "wrapped": key.wrapped}

        def write(connection: Connection) -> None:
            locked = select(_center.version).where(*since).with_for_update(read=True, key_share=True)
            if list(connection.execute(locked).scalars()) != [key.version]:
                raise StaleKey
            connection.execute(insert(sealed_file).values(row))
            connection.execute(insert(sealed_file_key).values(of_key))

        await self._run(write)

    async def file(self, center_id: CenterId, file_id: FileId) -> SealedFile | None:
        """None also for one without a key."""
        query = (
            select(*_KEYS, _file.begun_at, _file.size, _file.header)
            .join(sealed_file, _file.id == _key.file_id)
            .where(_file.center_id == center_id, _file.id == file_id)
        )
        row = await self._run(lambda connection: connection.execute(query).first())
        return None if row is None else SealedFile(WrappedKey(*row[:4]), *row[4:])

    async def finish(self, center_id: CenterId, file_id: FileId, size: int, header: bytes) -> bool:
        """Whether it has a key still."""
        this = (_file.center_id == center_id, _file.id == file_id, _file.doomed_at.is_(None))
        done = update(sealed_file).where(*this).values(size=size, header=header)
        return await self._run(lambda connection: connection.execute(done).rowcount == 1)

    async def keys_before(self, center_id: CenterId, version: int, most: int) -> tuple[WrappedKey, ...]:
        """At most so many."""
        query = select(*_KEYS).where(_key.center_id == center_id, _key.version < version).limit(most)
        return await self._run(lambda connection: tuple(WrappedKey(*row) for row in connection.execute(query)))

    async def rewrap(self, keys: tuple[tuple[WrappedKey, WrappedKey], ...]) -> None:
        """Nothing for no keys."""
        this = (_key.file_id == bindparam("of"), _key.version == bindparam("old"))
        again = update(sealed_file_key).where(*this).values(version=bindparam("new"), wrapped=bindparam("by_new"))
        rows = [{"of": old.file_id, "old": old.version, "new": new.version, "by_new": new.wrapped} for old, new in keys]
        if rows:
            await self._run(lambda connection: connection.execute(again, rows))

    async def shred(self, center_id: CenterId, file_ids: tuple[FileId, ...], now: Millis) -> None:
        """Nothing for no files."""
        keys = delete(sealed_file_key).where(_key.center_id == center_id, _key.file_id.in_(file_ids))
        these = (_file.center_id == center_id, _file.id.in_(file_ids), _file.doomed_at.is_(None))
        doom = update(sealed_file).where(*these).values(doomed_at=now)

        def write(connection: Connection) -> None:
            connection.execute(doom)
            connection.execute(keys)

        await self._run(write)

    async def shred_all(self, now: Millis) -> int:
        """How many files that were."""
        doom = update(sealed_file).where(_file.doomed_at.is_(None)).values(doomed_at=now)

        def write(connection: Connection) -> int:
            doomed = connection.execute(doom).rowcount
            for table in (sealed_file_key, center_key, master_key):
                connection.execute(delete(table))
            return doomed

        return await self._run(write)

    async def doomed(self, again_before: Millis, most: int) -> tuple[Doomed, ...]:
        """Oldest first."""
        due = (_file.doomed_at.is_not(None), or_(_file.deleted.is_(False), _file.doomed_at < again_before))
        query = select(_file.id, _file.doomed_at, _file.deleted).where(*due).order_by(_file.doomed_at).limit(most)
        return await self._run(lambda connection: tuple(Doomed(*row) for row in connection.execute(query)))

    async def deleted(self, file_ids: tuple[FileId, ...]) -> None:
        """Deleted once."""
        done = update(sealed_file).where(_file.id.in_(file_ids)).values(deleted=True)
        await self._run(lambda connection: connection.execute(done))

    async def remove(self, file_ids: tuple[FileId, ...]) -> None:
        """Only what is doomed."""
        gone = delete(sealed_file).where(_file.id.in_(file_ids), _file.doomed_at.is_not(None))
        await self._run(lambda connection: connection.execute(gone))

    async def counts(self) -> dict[CenterId, int]:
        """Of files with a key."""
        query = select(_key.center_id, func.count()).group_by(_key.center_id)
        found = await self._run(lambda connection: connection.execute(query).all())
        return {CenterId(center_id): count for center_id, count in found}


def _inserted(connection: Connection, row: Insert) -> bool:
    """False: somebody was faster."""
    try:
        with connection.begin_nested():
            connection.execute(row)
    except IntegrityError:
        return False
    return True
