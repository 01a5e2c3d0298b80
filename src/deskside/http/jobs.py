"""Paths of work that is done later: what is not done yet and why, and trying it again (admins)."""

from typing import Annotated

from fastapi import APIRouter, Path

from deskside.domain.jobs import JobId
from deskside.http.edge import TheEdge
from deskside.http.errors import problems
from deskside.http.identity import TheActor
from deskside.wire.jobs import JobsView, JobView

JobInPath = Annotated[JobId, Path(ge=1, le=2**31 - 1)]

router = APIRouter(prefix="/api/center/jobs", tags=["center"])


@router.get("", responses=problems(401, 403))
async def list_jobs(edge: TheEdge, actor: TheActor) -> JobsView:
    """What waits, runs or failed in my center."""
    found = await edge.services.jobs.unfinished(actor)
    jobs = tuple(JobView.model_validate(job, from_attributes=True) for job in found)
    return JobsView(now=edge.services.outside.clock.now(), jobs=jobs)


@router.post("/{job_id}/retry", status_code=204, responses=problems(401, 403, 404, 409))
async def retry_job(edge: TheEdge, actor: TheActor, job_id: JobInPath) -> None:
    """Try it now, also if it was given up."""
    await edge.services.jobs.retry(actor, job_id)
