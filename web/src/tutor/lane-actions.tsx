/** What the tutor can do for one student, in a row. */
import { type TextKey, t } from "../i18n/t";
import { Icon, type IconName } from "../ui/icons";
import type { Lane } from "../wire/session";

export interface LaneActs {
  readonly onAssign: (studentId: string) => void;
  /** Its answers. */
  readonly onExercise: (studentId: string) => void;
  readonly onTalk: (studentId: string) => void;
  readonly onComplete: (studentId: string) => void;
  readonly onNext: (studentId: string) => void;
  readonly onDetails: (studentId: string) => void;
}

interface LaneActionsProps extends LaneActs {
  readonly lane: Lane;
  readonly readOnly: boolean;
}

interface ActProps {
  readonly lane: Lane;
  readonly word: TextKey;
  /** The accessible name, with the student's. */
  readonly label: TextKey;
  readonly icon?: IconName;
  readonly disabled?: boolean;
  readonly onAct: (studentId: string) => void;
}

/** With an icon the word is left out. */
function Act({ lane, word, label, icon, disabled = false, onAct }: ActProps) {
  const { name, user_id } = lane.person;
  return (
    <button
      type="button"
      className="button small"
      aria-label={t(label, { name })}
      title={icon === undefined ? undefined : t(word)}
      disabled={disabled}
      onClick={() => onAct(user_id)}
    >
      {icon === undefined ? t(word) : <Icon name={icon} />}
    </button>
  );
}

export function LaneActions({ lane, readOnly, ...acts }: LaneActionsProps) {
  const { exercise, queue } = lane;
  const done = exercise?.percent === 100;
  return (
    <>
      {!readOnly && (
        <>
          <Act lane={lane} word="lanes.assign" label="lanes.assign_to" onAct={acts.onAssign} />
          <Act lane={lane} word="lanes.help" label="lanes.help_of" onAct={acts.onTalk} />
          {queue.length > 0 && <Act lane={lane} word="lanes.next" label="lanes.next_of" onAct={acts.onNext} />}
          {exercise !== null && (
            <Act
              lane={lane}
              word={done ? "lanes.completed" : "lanes.complete"}
              label="lanes.complete_of"
              icon="check"
              disabled={done}
              onAct={acts.onComplete}
            />
          )}
        </>
      )}
      {exercise !== null && (
        <Act lane={lane} word="panel.open" label="panel.open_of" icon="book" onAct={acts.onExercise} />
      )}
      <Act lane={lane} word="lanes.details" label="lanes.details_of" icon="info" onAct={acts.onDetails} />
    </>
  );
}
