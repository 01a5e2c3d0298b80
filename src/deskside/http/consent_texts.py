"""Paths on which admins write what their center tells about recording, and say who decides for students."""

from fastapi import APIRouter

from deskside.domain.access import Actor
from deskside.domain.recording.texts import Texts, blocks
from deskside.http.edge import Edge, TheEdge
from deskside.http.errors import problems
from deskside.http.identity import TheActor
from deskside.http.paths import PRIVACY_PAGE
from deskside.services.consent_texts import NewTexts
from deskside.wire.consent import (
    Blocks,
    BlockView,
    ConsentFromRequest,
    ConsentSetup,
    NewTextsRequest,
    PreviewRequest,
    TextsView,
    VersionView,
)

router = APIRouter(prefix="/api/center/consent", tags=["center"])


@router.get("", responses=problems(401, 403))
async def see_setup(edge: TheEdge, actor: TheActor) -> ConsentSetup:
    """The texts with their history, and who decides (admins)."""
    return await _setup(edge, actor)


@router.put("", responses=problems(401, 403))
async def change_who_decides(edge: TheEdge, actor: TheActor, asked: ConsentFromRequest) -> ConsentSetup:
    """Who decides for students from now on (admins)."""
    await edge.services.consent_texts.let_decide(actor, asked.consent_from)
    await edge.services.consents.follow_center(actor.center_id)
    return await _setup(edge, actor)


@router.post("/texts", status_code=201, responses=problems(401, 403, 409))
async def write_texts(edge: TheEdge, actor: TheActor, asked: NewTextsRequest) -> ConsentSetup:
    """A new version: everybody is asked anew (admins). The same texts are no new one."""
    en, de = (Texts(x.asked.strip(), x.privacy.strip()) for x in (asked.en, asked.de))
    await edge.services.consent_texts.write(actor, NewTexts(en, de, asked.after))
    await edge.services.consents.follow_center(actor.center_id)
    return await _setup(edge, actor)


@router.post("/preview", responses=problems(401, 403))
async def preview_text(edge: TheEdge, actor: TheActor, asked: PreviewRequest) -> Blocks:
    """How a text would be shown; nothing is kept (admins)."""
    center, history = await edge.services.consent_texts.history(actor)
    found = blocks(asked.text, center.name, history[0].version.retention_days)
    return Blocks(blocks=tuple(BlockView.model_validate(x, from_attributes=True) for x in found))


async def _setup(edge: Edge, actor: Actor) -> ConsentSetup:
    center, history = await edge.services.consent_texts.history(actor)
    now = history[0].version
    return ConsentSetup(
        consent_from=center.settings.consent_from,
        en=TextsView.model_validate(now.en, from_attributes=True),
        de=TextsView.model_validate(now.de, from_attributes=True),
        history=tuple(
            VersionView(
                number=x.version.number,
                made_at=x.version.made_at,
                maker_name=x.maker_name,
                retention_days=x.version.retention_days,
            )
            for x in history
        ),
        privacy_path=PRIVACY_PAGE.format(center_id=center.id),
    )
