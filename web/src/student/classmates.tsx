/** At an open table: the other students. Their pictures are decoration in shadow roots; their names and voices are not. */
import { t } from "../i18n/t";
import type { RemoteMedia } from "../session/room";
import { CornerView } from "../ui/corner-view";
import { Avatar } from "../ui/small";
import { Sound } from "../ui/sound";
import type { Person } from "../wire/session";
import "./classmates.css";

interface ClassmatesProps {
  readonly people: readonly Person[];
  /** No adult is here: nobody at the table is seen or heard, and no last picture stands still. */
  readonly apart: boolean;
  /** Whose picture does not come, as one's own line does not carry it: none stands still. */
  readonly kept: readonly string[];
  readonly remote: Readonly<Record<string, RemoteMedia>>;
}

export function Classmates({ people, apart, kept, remote }: ClassmatesProps) {
  return (
    <ul className="classmates" aria-label={t("stage.classmates")}>
      {people.map((person) => {
        const { camera = null, sound = null } = remote[person.user_id] ?? {};
        return (
          <li key={person.user_id} className="classmate">
            {person.camera && !person.camera_paused && camera !== null && !apart && !kept.includes(person.user_id) ? (
              <CornerView stream={camera} mirrored={false} />
            ) : (
              <Avatar name={person.name} big />
            )}
            <span className="tile-name clip" translate="no">
              {person.name}
            </span>
            {sound !== null && <Sound stream={sound} />}
          </li>
        );
      })}
    </ul>
  );
}
