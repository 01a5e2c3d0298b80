"""A center itself: its name, and what it has decided for all of its sessions."""

from dataclasses import replace

from deskside.domain.access import Actor, require_admin
from deskside.domain.center import CenterSettings
from deskside.domain.errors import NotFound
from deskside.ports.storage import Center, Storage


class CenterService:
    """Reads and changes the actor's own center."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def center(self, actor: Actor) -> Center:
        """The actor's center."""
        async with self._storage.reading() as unit:
            center = await unit.accounts.center(actor.center_id)
        if center is None:
            raise NotFound("There is no such center.")
        return center

    async def change(self, actor: Actor, name: str, settings: CenterSettings) -> Center:
        """Give it this name and these settings (admins). Sessions take over whether text is allowed
        when they start; what is live keeps what it has. Who consents is decided elsewhere (`consent_texts`)."""
        require_admin(actor)
        center = await self.center(actor)
        kept = replace(settings, consent_from=center.settings.consent_from)
        changed = replace(center, name=name, settings=kept)
        async with self._storage.transaction() as unit:
            await unit.accounts.update_center(changed)
        return changed
