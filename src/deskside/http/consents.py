"""Paths about consent: what one is asked, what was said about somebody, and guardians' links."""

import segno
from fastapi import APIRouter

from deskside.domain.center import ConsentFrom
from deskside.domain.recording.texts import Language, blocks
from deskside.http.accounts import PersonInPath
from deskside.http.edge import TheEdge
from deskside.http.errors import problems
from deskside.http.identity import TheActor
from deskside.http.paths import GUARDIAN_PAGE, PRIVACY_PAGE
from deskside.services.consents import Question
from deskside.wire.consent import BlockView, ConsentsView, QuestionView, SaidView
from deskside.wire.http import LinkView

SHOWN = 100

router = APIRouter(prefix="/api", tags=["consent"])


@router.get("/consent", responses=problems(401, 403))
async def see_question(edge: TheEdge, actor: TheActor) -> QuestionView:
    """What I am asked about being recorded, and what holds now."""
    question = await edge.services.consents.question(actor)
    return QuestionView(
        text_version=question.version.number,
        asked={language: _blocks(question, language) for language in Language},
        privacy_path=PRIVACY_PAGE.format(center_id=actor.center_id),
        consent=question.holds.consent,
        open_to_self=question.holds.open_to_self,
        guardian_decides=question.decides is ConsentFrom.GUARDIAN,
        guardian_said=question.guardian_said,
    )


@router.get("/users/{user_id}/consents", responses=problems(401, 403, 404))
async def see_consents(edge: TheEdge, actor: TheActor, user_id: PersonInPath) -> ConsentsView:
    """What was said about somebody whom I look after (admins; tutors for students of their own sessions)."""
    found = await edge.services.consents.consents(actor, user_id)
    newest = found.rows[: -SHOWN - 1 : -1]
    return ConsentsView(
        consent=found.question.holds.consent,
        text_version=found.question.version.number,
        guardian_decides=found.question.decides is ConsentFrom.GUARDIAN,
        said=tuple(
            SaidView(
                at=x.at,
                kinds=x.kinds,
                by=x.said.by,
                guardian_name=x.guardian_name,
                text_version=x.said.text_version,
                language=x.language,
                session_id=x.session_id,
            )
            for x in newest
        ),
        link_expires_at=None if found.link is None else found.link.expires_at,
    )


@router.post("/users/{user_id}/guardian-link", status_code=201, responses=problems(401, 403, 404))
async def make_guardian_link(edge: TheEdge, actor: TheActor, user_id: PersonInPath) -> LinkView:
    """A link by which a guardian decides for a student, in place of the former one. It signs nobody in."""
    edge.rates.take(edge.config.limits.links_of_center, actor.center_id)
    link = await edge.services.guardians.make_link(actor, user_id)
    url = edge.config.url + GUARDIAN_PAGE.format(secret=link.secret)
    return LinkView(url=url, qr_svg=segno.make(url).svg_inline(scale=4), expires_at=link.expires_at)


@router.delete("/users/{user_id}/guardian-link", status_code=204, responses=problems(401, 403, 404))
async def revoke_guardian_links(edge: TheEdge, actor: TheActor, user_id: PersonInPath) -> None:
    """None works any more; what was said by them stays."""
    await edge.services.guardians.revoke_links(actor, user_id)


def _blocks(question: Question, language: Language) -> tuple[BlockView, ...]:
    version = question.version
    found = blocks(version.of(language).asked, question.center.name, version.retention_days)
    return tuple(BlockView.model_validate(x, from_attributes=True) for x in found)
