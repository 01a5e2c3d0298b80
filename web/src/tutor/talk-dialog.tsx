/** Help for one student: go to them, or write to them. */
import { t } from "../i18n/t";
import type { Commands } from "../session/commands";
import { Dialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import type { Lane, Session } from "../wire/session";
import { LaneTalk } from "./lane-talk";

interface TalkDialogProps {
  readonly view: Session;
  readonly lane: Lane;
  readonly commands: Commands;
  /** Teach this student now. */
  readonly onGo: () => void;
  readonly onClose: () => void;
}

export function TalkDialog({ view, lane, commands, onGo, onClose }: TalkDialogProps) {
  const { name } = lane.person;
  return (
    <Dialog title={t("talk.help_for", { name })} onClose={onClose}>
      <button type="button" className="button primary" onClick={onGo}>
        <Icon name="people" />
        <span>{t("talk.go", { name })}</span>
      </button>
      <LaneTalk view={view} lane={lane} commands={commands} readOnly={false} />
    </Dialog>
  );
}
