/** All students' pictures, and before the start who is waiting. One tile can be made large. */
import { type CSSProperties, useState } from "react";
import { t, tn } from "../i18n/t";
import type { RemoteMedia } from "../session/room";
import { hearsTutor } from "../session/select";
import type { Edges, Person, Session, SignFault } from "../wire/session";
import { StudentVideoTile, type TileMedia } from "./student-video-tile";
import { type Room, tileLayout } from "./tile-layout";
import { useRoom } from "./use-room";
import "./video-grid-container.css";

interface VideoGridContainerProps extends TileMedia {
  readonly view: Session;
  readonly remote: Readonly<Record<string, RemoteMedia>>;
  /** An observer sees and hears the tutor too. */
  readonly withTutor: boolean;
  /** Whose picture should move and stands still. */
  readonly frozen: ReadonlySet<string>;
  readonly edges: Edges;
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

export function VideoGridContainer({ view, remote, withTutor, frozen, edges, ...media }: VideoGridContainerProps) {
  const [large, setLarge] = useState<string | null>(null);
  const [place, room] = useRoom<HTMLDivElement>();
  const tile = (person: Person, hears: boolean, signFault: SignFault | null) => (
    <StudentVideoTile
      key={person.user_id}
      person={person}
      media={remote[person.user_id]}
      frozen={frozen.has(person.user_id)}
      kept={{
        camera: edges.paused_cameras.includes(person.user_id),
        screen: edges.paused_screens.includes(person.user_id),
      }}
      signFault={signFault}
      hears={hears && !withTutor}
      large={large === person.user_id}
      onLarge={(wanted) => setLarge(wanted ? person.user_id : null)}
      {...media}
    />
  );
  const shown = [...(withTutor ? [view.tutor] : []), ...view.lanes.map((lane) => lane.person)];
  return (
    <div className="video-room" ref={place}>
      {view.status !== "LIVE" ? (
        <ClosedRoom view={view} />
      ) : (
        <ul
          className="video-grid"
          aria-label={t("grid.title")}
          style={sizes(
            shown.length,
            room,
            shown.some((person) => person.user_id === large),
          )}
        >
          {withTutor && tile(view.tutor, false, null)}
          {view.lanes.map((lane) => tile(lane.person, hearsTutor(view, lane), lane.sign_fault))}
        </ul>
      )}
    </div>
  );
}

/** For the style sheet: how many columns, how wide a tile, how wide the large one. */
function sizes(count: number, room: Room | null, large: boolean): CSSProperties {
  if (room === null) return {};
  const layout = tileLayout(count, room, large);
  const wide = { "--columns": layout.columns, "--tile": `${layout.width}px`, "--large-tile": `${layout.large}px` };
  return wide as CSSProperties;
}
