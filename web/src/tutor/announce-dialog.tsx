/** Writing to everybody. */
import { t } from "../i18n/t";
import { tutorWho } from "../session/authors";
import type { Commands } from "../session/commands";
import { Conversation } from "../ui/conversation";
import { Dialog } from "../ui/dialog";
import type { Session } from "../wire/session";

interface AnnounceDialogProps {
  readonly view: Session;
  readonly commands: Commands;
  readonly onClose: () => void;
}

export function AnnounceDialog({ view, commands, onClose }: AnnounceDialogProps) {
  const lines = view.announcements.map(({ message_id, text, at, from_id }) => ({
    id: message_id,
    text,
    at,
    mine: true,
    from: tutorWho(view, from_id) ?? t("chat.former_tutor"),
  }));
  return (
    <Dialog title={t("talk.to_all")} onClose={onClose}>
      <Conversation
        label={t("talk.announcements")}
        lines={lines}
        empty={t("talk.announcements_none")}
        placeholder={t("talk.write_to_all")}
        onSend={async (text) => (await commands.announce(text)).ok}
      />
    </Dialog>
  );
}
