"""The center's library of exercises. What a student works on is the session's business (`work`)."""

from asyncio import to_thread
from dataclasses import dataclass, replace

from deskside.domain.access import Actor, require_staff
from deskside.domain.errors import Conflict, Invalid, NotFound
from deskside.domain.exercise_files import read_content, read_file, write_file
from deskside.domain.exercises import Check
from deskside.domain.ids import ExerciseId
from deskside.domain.text import fold
from deskside.ports.clock import Secrets
from deskside.ports.exercises import Exercise
from deskside.ports.storage import Storage, UnitOfWork

LIBRARY_MOST = 1_000
"""Exercises of a center; each of them is read for an export."""
LIBRARY_BYTES = 8 * 1024 * 1024
"""UTF-8 of all of them: what is exported can be imported again in one piece."""


@dataclass(frozen=True, slots=True)
class NewExercise:
    """Something to work on; `content` is Markdown with items (docs/exercises.md)."""

    title: str
    lesson: str
    content: str
    course: str = ""
    check: Check = Check.NOW


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of an import or an export; `name` may have folders."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the exercises in the order of their files; how many were new, replaced, or there before."""

    exercises: tuple[Exercise, ...]
    added: int
    replaced: int
    unchanged: int


class ExerciseService:
    """For tutors and admins of the center; students get their exercises in their lanes."""

    def __init__(self, storage: Storage, secrets: Secrets) -> None:
        self._storage = storage
        self._secrets = secrets

    async def exercises(self, actor: Actor) -> tuple[Exercise, ...]:
        """All that the center offers, by course, lesson, title."""
        require_staff(actor)
        async with self._storage.reading() as unit:
            found = await unit.exercises.exercises(actor.center_id)
        return tuple(x for x in found if x.archived_at is None)

    async def exercise(self, actor: Actor, exercise_id: ExerciseId) -> Exercise:
        """One of the center. Raises NotFound."""
        require_staff(actor)
        async with self._storage.reading() as unit:
            found = await unit.exercises.exercise(actor.center_id, exercise_id)
        if found is None:
            raise NotFound("There is no such exercise in your center's library.")
        return found

    async def create(self, actor: Actor, new: NewExercise) -> Exercise:
        """Add one to the center's library; it replaces one of the same course, lesson and title."""
        require_staff(actor)
        read_content(new.content)
        return (await self._keep(actor, (new,))).exercises[0]

    async def import_files(self, actor: Actor, files: tuple[SourceFile, ...]) -> Imported:
        """Add what the files say: all of them, or none. Raises Invalid with the file and the line that is wrong."""
        require_staff(actor)
        if not files:
            raise Invalid("There is no exercise in it: give .md files, or a .zip of .md files.")
        new = await to_thread(lambda: [_read(file) for file in files])
        named: dict[tuple[str, ...], str] = {}
        for file, exercise in zip(files, new, strict=True):
            if (other := named.setdefault(_key(exercise), file.name)) != file.name:
                raise Invalid(f"{file.name} and {other} have the same course, lesson and title. Rename one.")
        return await self._keep(actor, tuple(new))

    async def export(self, actor: Actor, only: tuple[ExerciseId, ...] | None = None) -> tuple[SourceFile, ...]:
        """The library as files that can be imported again. `only`: these of it and its archive; None: all it offers."""
        require_staff(actor)
        async with self._storage.reading() as unit:
            library = await unit.exercises.exercises(actor.center_id)
        if only is not None:
            require_all(library, only)
        found = [x for x in library if (x.archived_at is None if only is None else x.id in only)]
        return tuple(SourceFile(f"{x.course}/{x.lesson}/{x.title}", source_of(x)) for x in found)

    async def remove(self, actor: Actor, exercise_id: ExerciseId) -> None:
        """Take one out of the library. Whoever works on it keeps it."""
        exercise = await self.exercise(actor, exercise_id)
        async with self._storage.transaction() as unit:
            await unit.exercises.retire(actor.center_id, exercise.id)

    async def _keep(self, actor: Actor, new: tuple[NewExercise, ...]) -> Imported:
        async with self._storage.transaction() as unit:
            library = {_key(x): x for x in await unit.exercises.exercises(actor.center_id)}
            _require_room({key: x.content for key, x in library.items()} | {_key(x): x.content for x in new})
            kept = tuple([await self._keep_one(unit, actor, x, library.get(_key(x))) for x in new])
        before = [library.get(_key(x)) for x in new]
        unchanged = sum(now is former for now, former in zip(kept, before, strict=True))
        added = before.count(None)
        return Imported(kept, added, len(new) - added - unchanged, unchanged)

    async def _keep_one(self, unit: UnitOfWork, actor: Actor, new: NewExercise, former: Exercise | None) -> Exercise:
        if former is not None and _as_new(former) == new:
            return await _offered(unit, former)
        if former is not None:
            await unit.exercises.retire(actor.center_id, former.id)
        exercise_id = ExerciseId(self._secrets.new_id())
        made = Exercise(exercise_id, actor.center_id, new.title, new.lesson, new.content, new.course, new.check)
        await unit.exercises.add(made)
        return made


def source_of(exercise: Exercise) -> str:
    """The exercise as a file."""
    return write_file(exercise)


async def _offered(unit: UnitOfWork, former: Exercise) -> Exercise:
    """Whoever brings in what is in the archive wants to have it."""
    if former.archived_at is None:
        return former
    await unit.exercises.archive(former.center_id, (former.id,), None)
    return replace(former, archived_at=None)


def require_all(library: tuple[Exercise, ...], wanted: tuple[ExerciseId, ...]) -> None:
    """Raises NotFound if one of these is not in the library."""
    if not {x.id for x in library} >= set(wanted):
        raise NotFound("Not all of these exercises are in your center's library. Load the page again.")


def _read(file: SourceFile) -> NewExercise:
    try:
        read = read_file(file.text)
    except Invalid as error:
        raise Invalid(f"{file.name}: {error.message}") from None
    return NewExercise(read.title, read.lesson, read.content, read.course, read.check)


def _as_new(exercise: Exercise) -> NewExercise:
    return NewExercise(exercise.title, exercise.lesson, exercise.content, exercise.course, exercise.check)


def _key(exercise: Exercise | NewExercise) -> tuple[str, ...]:
    """What makes two versions the same exercise."""
    return tuple(fold(x) for x in (exercise.course, exercise.lesson, exercise.title))


def _require_room(contents: dict[tuple[str, ...], str]) -> None:
    """Whether a library of these exercises can be exported and imported again."""
    size = sum(len(x.encode("utf-8", "replace")) for x in contents.values())
    if len(contents) > LIBRARY_MOST or size > LIBRARY_BYTES:
        raise Conflict(
            f"The library would have {len(contents)} exercises of {size >> 20} MiB; at most {LIBRARY_MOST} of "
            f"{LIBRARY_BYTES >> 20} MiB are possible. Take out what is not needed."
        )
