/** Beside the stage: the boards, how the lesson is meant just now, one's own call for help, the exercise. Loaded ahead. */
import "../i18n/for-student-side";
import type { Commands } from "../session/commands";
import type { Room } from "../session/room";
import type { Lane, Session } from "../wire/session";
import { BoardButtons, type OpenBoard } from "./board-buttons";
import { HelpStatus } from "./help-status";
import { LaneStatus } from "./lane-status";
import { OwnConsent } from "./own-consent";
import { Work } from "./work";

interface RoomSideProps {
  readonly room: Room;
  readonly commands: Commands;
  /** What may be recorded is being said. */
  readonly consenting: boolean;
  readonly view: Session;
  readonly lane: Lane;
  readonly open: OpenBoard;
  readonly onOpen: (board: OpenBoard) => void;
}

export function RoomSide({ room, commands, consenting, view, lane, open, onOpen }: RoomSideProps) {
  const { help } = lane;
  return (
    <div className="room-side">
      <BoardButtons view={view} lane={lane} open={open} onOpen={onOpen} />
      {view.status === "LIVE" && <LaneStatus view={view} lane={lane} />}
      {help !== null && (
        <HelpStatus
          help={help}
          tutorName={view.tutor.name}
          onWithdraw={() => void commands.withdrawHelp(help.help_id)}
        />
      )}
      <OwnConsent slim held={lane.person.consent} pending={consenting} commands={commands} />
      <Work room={room} view={view} lane={lane} />
    </div>
  );
}
