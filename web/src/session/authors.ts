// Who wrote what the tutor's side wrote: of tutors a view names only the one who is it now. Pure.
import type { Session } from "../wire/session";

/** The tutor's name, or null: it was a former one, whose name is not known here. */
export function tutorWho(view: Session, fromId: string): string | null {
  return fromId === view.tutor.user_id ? view.tutor.name : null;
}
