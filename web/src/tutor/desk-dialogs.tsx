/** The one dialog of the tutor's page that is open, or none. */
import { t } from "../i18n/t";
import type { Commands } from "../session/commands";
import { isPending } from "../session/select";
import type { RoomState } from "../session/store";
import { Dialog } from "../ui/dialog";
import { Shortcuts } from "../ui/shortcuts";
import type { Lane, Session } from "../wire/session";
import { AnnounceDialog } from "./announce-dialog";
import { AssignDialog } from "./assign-dialog";
import type { DeskApi } from "./desk-api";
import { DetailsPanel } from "./details-panel";
import { EnrollDialog } from "./enroll-dialog";
import { LaneExercise } from "./lane-exercise";
import { TalkDialog } from "./talk-dialog";
import { DESK_KEYS } from "./use-desk-keys";

export type OpenDialog =
  | { readonly kind: "assign" | "talk" | "details" | "exercise"; readonly studentId: string }
  | { readonly kind: "announce" | "enroll" | "keys" };

interface DeskDialogsProps {
  readonly open: OpenDialog | null;
  readonly state: RoomState;
  readonly view: Session;
  readonly commands: Commands;
  readonly api: DeskApi;
  /** An observer's page. */
  readonly readOnly: boolean;
  readonly onEnlarge: (studentId: string) => void;
  readonly onClose: () => void;
}

function LaneDialog(props: DeskDialogsProps & { readonly kind: string; readonly lane: Lane }) {
  const { kind, lane, state, view, commands, api, readOnly, onEnlarge, onClose } = props;
  const { user_id, name } = lane.person;
  if (kind === "details") {
    return <DetailsPanel sessionId={view.id} lane={lane} me={state.me} api={api} onClose={onClose} />;
  }
  if (kind === "exercise") {
    return (
      <Dialog side title={t("panel.open_of", { name })} onClose={onClose}>
        <LaneExercise sessionId={view.id} lane={lane} commands={commands} readOnly={readOnly} />
      </Dialog>
    );
  }
  if (kind === "assign") {
    return <AssignDialog lane={lane} library={api.library} commands={commands} onClose={onClose} />;
  }
  const go = () => {
    onClose();
    onEnlarge(user_id);
    void (lane.help === null
      ? commands.setLaneMode(user_id, "TEACH")
      : commands.respondToHelp(user_id, lane.help.help_id));
  };
  return <TalkDialog view={view} lane={lane} commands={commands} onGo={go} onClose={onClose} />;
}

export function DeskDialogs(props: DeskDialogsProps) {
  const { open, state, view, commands, api, onClose } = props;
  if (open === null) return null;
  switch (open.kind) {
    case "announce":
      return <AnnounceDialog view={view} commands={commands} onClose={onClose} />;
    case "keys":
      return <Shortcuts keys={DESK_KEYS} onClose={onClose} />;
    case "enroll":
      return (
        <EnrollDialog
          enrolled={new Set(view.lanes.map((lane) => lane.person.user_id))}
          fetchStudents={api.students}
          pending={isPending(state, "enroll")}
          onEnroll={(studentId) => void commands.enroll(studentId)}
          onClose={onClose}
        />
      );
    default: {
      const lane = view.lanes.find((each) => each.person.user_id === open.studentId);
      return lane === undefined ? null : <LaneDialog {...props} kind={open.kind} lane={lane} />;
    }
  }
}
