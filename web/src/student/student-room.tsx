/** The student's page after *Join Session*: stage, sign, exercise, help, own controls. */

import { useRef, useState } from "react";
import { t } from "../i18n/t";
import type { Commands } from "../session/commands";
import type { MediaState, Proof, Room } from "../session/room";
import { isPending, myLane, onAir, shown, signAudience, signPeople } from "../session/select";
import { watchedOver } from "../session/signs";
import type { RoomState } from "../session/store";
import { Banner } from "../ui/banner";
import { isShown } from "../ui/is-shown";
import { later } from "../ui/later";
import { lazyPart } from "../ui/lazy-part";
import { useAfterwards } from "../ui/use-afterwards";
import { useGoverned } from "../ui/use-governed";
import type { Session, SignFault } from "../wire/session";
import type { OpenBoard } from "./board-buttons";
import { Sign, type Vouch } from "./sign";
import { Stage } from "./stage";
import { InView, StudentControls } from "./student-controls";
import "./student-room.css";

const StudentBoard = lazyPart(
  () => import("./student-board"),
  ({ default: Board }) => Board,
);

const Side = lazyPart(
  later(() => import("./room-side")),
  ({ RoomSide }) => RoomSide,
  () => <div className="room-side" />,
);
const Notices = lazyPart(
  later(() => import("./notices")),
  ({ Notices: List }) => List,
);
const Recorded = lazyPart(
  later(() => import("./recorded")),
  ({ Recorded: Chip }) => Chip,
);
/** At an open table only. */
const Classmates = lazyPart(
  () => import("./classmates"),
  ({ Classmates: List }) => List,
);
/** What the room needs beside its first picture, on its way while the devices are checked. */
export function loadAhead(): void {
  for (const part of [Side, Notices, InView]) part.ahead();
}

interface StudentRoomProps {
  readonly room: Room;
  readonly commands: Commands;
  readonly state: RoomState;
  readonly media: MediaState;
  readonly view: Session;
  /** Tell something in passing. */
  readonly show: (text: string) => void;
  /** The sign stands on the page for the first time: enter the room. */
  readonly onFirstSign: (audience: readonly string[]) => void;
}

export function StudentRoom({ room, commands, state, media, view, show, onFirstSign }: StudentRoomProps) {
  const [board, setBoard] = useState<OpenBoard>(null);
  const entered = useRef(false);
  const root = useRef<HTMLDivElement>(null);
  const vouch = useRef<Vouch | null>(null);
  const [fault, setFault] = useState<SignFault | null>(null);
  /** What stands on the page. The first time that the sign does, the student enters. */
  const look = (): Proof | null => {
    if (vouch.current === null || !isShown(root.current)) return null;
    const found = vouch.current();
    setFault(found);
    const proof: Proof = { audience: found === null ? signAudience(state) : [], fault: found };
    if (!entered.current && found === null) {
      entered.current = true;
      onFirstSign(proof.audience);
    }
    return proof;
  };
  useGoverned(room.governedBy, look);
  /** The sign first: nothing of the student goes to anybody, nor anything comes, before it stands there. */
  const whole = useAfterwards();
  const { heard, seen } = onAir(state);
  const lane = myLane(state);
  const classmates = shown(state).filter((person) => person.part === "student" && person.presence === "joined");
  return (
    <div className="room" ref={root}>
      <header className="room-head">
        <h1 className="clip">{view.title}</h1>
        {view.recording !== null && <Recorded state={state} />}
        <Sign
          people={signPeople(state)}
          onAir={heard || seen}
          vouch={vouch}
          onChanged={() => {
            look();
            room.beat();
          }}
        />
      </header>
      <div>
        {fault !== null && <Banner icon="info" tone="warn" title={t("sign.fault")} text={t("sign.fault_text")} />}
        {whole && <Notices room={room} view={view} media={media} lane={lane} show={show} />}
      </div>
      <main className={board === null ? "room-main" : "room-main with-board"}>
        {lane !== null && board !== null && (
          <StudentBoard room={room} view={view} lane={lane} open={board} onOpen={setBoard} />
        )}
        <div className="room-stage">
          <Stage room={room} state={state} media={media} view={view} />
          {whole && view.open_table && classmates.length > 0 && (
            <Classmates
              people={classmates}
              apart={!watchedOver(view)}
              kept={state.edges.paused_cameras}
              remote={media.remote}
            />
          )}
        </div>
        {whole && lane !== null && (
          <Side
            room={room}
            commands={commands}
            consenting={isPending(state, "consent")}
            view={view}
            lane={lane}
            open={board}
            onOpen={setBoard}
          />
        )}
      </main>
      {whole && <StudentControls room={room} commands={commands} media={media} view={view} lane={lane} show={show} />}
    </div>
  );
}
