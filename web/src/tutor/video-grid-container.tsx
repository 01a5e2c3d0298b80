/** All students' pictures, and before the start who is waiting. One tile can be made large. */
import { useState } from "react";
import { t, tn } from "../i18n/t";
import type { RemoteMedia } from "../session/room";
import { hearsTutor } from "../session/select";
import type { Session } from "../wire/session";
import { StudentVideoTile, type TileMedia } from "./student-video-tile";

interface VideoGridContainerProps extends TileMedia {
  readonly view: Session;
  readonly remote: Readonly<Record<string, RemoteMedia>>;
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

export function VideoGridContainer({ view, remote, frozen, ...media }: VideoGridContainerProps) {
  const [large, setLarge] = useState<string | null>(null);
  if (view.status !== "LIVE") return <ClosedRoom view={view} />;
  return (
    <ul className="video-grid" aria-label={t("grid.title")}>
      {view.lanes.map((lane) => (
        <StudentVideoTile
          key={lane.person.user_id}
          person={lane.person}
          media={remote[lane.person.user_id]}
          frozen={frozen.has(lane.person.user_id)}
          hears={hearsTutor(view, lane)}
          large={large === lane.person.user_id}
          onLarge={(wanted) => setLarge(wanted ? lane.person.user_id : null)}
          {...media}
        />
      ))}
    </ul>
  );
}
