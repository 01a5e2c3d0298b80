/** All students' pictures, and before the start who is waiting. One tile can be made large. */
import { useState } from "react";
import { t, tn } from "../i18n/t";
import type { RemoteMedia } from "../session/room";
import { hearsTutor } from "../session/select";
import type { Person, Session } from "../wire/session";
import { StudentVideoTile, type TileMedia } from "./student-video-tile";
import "./video-grid-container.css";

interface VideoGridContainerProps extends TileMedia {
  readonly view: Session;
  readonly remote: Readonly<Record<string, RemoteMedia>>;
  /** An observer sees and hears the tutor too. */
  readonly withTutor: boolean;
  /** Whose picture should move and stands still. */
  readonly frozen: ReadonlySet<string>;
}

function ClosedRoom({ view }: { readonly view: Session }) {
  const waiting = view.lanes.filter((lane) => lane.person.presence !== "offline").length;
  return (
    <div className="grid-closed">
      <h2>{t("grid.closed")}</h2>
      <p className="soft">{waiting === 0 ? t("grid.closed_none") : tn("grid.closed_here", waiting)}</p>
    </div>
  );
}

export function VideoGridContainer({ view, remote, withTutor, frozen, ...media }: VideoGridContainerProps) {
  const [large, setLarge] = useState<string | null>(null);
  if (view.status !== "LIVE") return <ClosedRoom view={view} />;
  const tile = (person: Person, hears: boolean) => (
    <StudentVideoTile
      key={person.user_id}
      person={person}
      media={remote[person.user_id]}
      frozen={frozen.has(person.user_id)}
      hears={hears && !withTutor}
      large={large === person.user_id}
      onLarge={(wanted) => setLarge(wanted ? person.user_id : null)}
      {...media}
    />
  );
  return (
    <ul className="video-grid" aria-label={t("grid.title")}>
      {withTutor && tile(view.tutor, false)}
      {view.lanes.map((lane) => tile(lane.person, hearsTutor(view, lane)))}
    </ul>
  );
}
