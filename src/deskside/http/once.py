"""`Idempotency-Key`: a request that is sent again with its key is the same act.

Another request with that key is another act: whoever uses a key for two things has both done, and neither is taken for
the other."""

import hashlib
from typing import Annotated

from fastapi import Depends, Header, Request
from pydantic import StringConstraints

from deskside.domain.ids import ActId
from deskside.services.once import Asked

Key = Annotated[str | None, Header(alias="Idempotency-Key"), StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


async def asked_with(request: Request, key: Key = None) -> Asked:
    """The act that is asked for; without a key each request is one of its own."""
    if key is None:
        return Asked(None)
    asked = hashlib.sha256(f"{key} {request.url.path} ".encode() + await request.body())
    return Asked(ActId(asked.hexdigest()[:32]))


TheAct = Annotated[Asked, Depends(asked_with)]
