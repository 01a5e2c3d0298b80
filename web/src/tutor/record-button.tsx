/** Recording on and off, and beside it what is really written: nobody who did not agree, and nothing in a break. */
import { listed, t } from "../i18n/t";
import type { Commands } from "../session/commands";
import { isPending, recordedPeople } from "../session/select";
import type { RoomState } from "../session/store";
import { RecordingIndicator } from "../ui/recording-indicator";
import type { Session } from "../wire/session";
import "./record-button.css";

interface RecordButtonProps {
  readonly state: RoomState;
  readonly view: Session;
  readonly commands: Commands;
}

export function RecordButton({ state, view, commands }: RecordButtonProps) {
  const on = view.recording !== null;
  const pending = isPending(state, on ? "stopRecording" : "startRecording");
  return (
    <button
      type="button"
      className="button"
      aria-pressed={on}
      aria-label={t(on ? "record.stop" : "record.start")}
      disabled={pending}
      title={t(on ? "record.stop_hint" : "record.start_hint")}
      onClick={() => void (on ? commands.stopRecording() : commands.startRecording())}
    >
      <span className="recording-dot" aria-hidden="true" />
      <span className="record-word">{t(on ? "record.stop" : "record.start")}</span>
    </button>
  );
}

/** What is written now; while recording is on and nothing is, that and why. */
export function Recorded({ state, view }: Omit<RecordButtonProps, "commands">) {
  if (view.recording === null) return null;
  const people = recordedPeople(state);
  if (people.length > 0)
    return (
      <RecordingIndicator word="REC" title={t("record.now", { names: listed(people.map((person) => person.name)) })} />
    );
  return (
    <span className="chip" title={t(view.paused ? "record.nobody_break" : "record.nobody_hint")}>
      {t("record.nobody")}
    </span>
  );
}
