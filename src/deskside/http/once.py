"""`Idempotency-Key`: a request that is sent again with the key of a former one is the same act."""

from typing import Annotated

from fastapi import Depends, Header
from pydantic import StringConstraints

from deskside.domain.ids import ActId
from deskside.services.once import Asked

Key = Annotated[ActId | None, Header(alias="Idempotency-Key"), StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


async def asked_with(key: Key = None) -> Asked:
    """The act that is asked for; without a key each request is one of its own."""
    return Asked(key)


TheAct = Annotated[Asked, Depends(asked_with)]
