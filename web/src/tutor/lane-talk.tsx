/** Words between the tutor and one student; reading them here marks them as read. */
import { useEffect } from "react";
import { t } from "../i18n/t";
import { tutorWho } from "../session/authors";
import type { Commands } from "../session/commands";
import { over } from "../session/select";
import { Conversation } from "../ui/conversation";
import type { Lane, Session } from "../wire/session";

interface LaneTalkProps {
  readonly view: Session;
  readonly lane: Lane;
  readonly commands: Commands;
  readonly readOnly: boolean;
}

export function LaneTalk({ view, lane, commands, readOnly }: LaneTalkProps) {
  const { user_id, name } = lane.person;
  const unread = lane.unread_by_tutor > 0 && !readOnly;
  useEffect(() => {
    if (unread) void commands.readMessages(user_id);
  }, [unread, commands, user_id]);
  const lines = lane.messages.map(({ message_id, text, at, from_id }) => {
    const mine = from_id !== user_id;
    return { id: message_id, text, at, mine, from: mine ? (tutorWho(view, from_id) ?? t("chat.former_tutor")) : name };
  });
  const may = !readOnly && view.text_allowed && !over(view);
  return (
    <Conversation
      label={t("talk.with", { name })}
      lines={lines}
      empty={t(view.text_allowed ? "talk.empty" : "talk.off")}
      placeholder={t("talk.write_to", { name })}
      onSend={may ? async (text) => (await commands.sendMessage(user_id, text)).ok : null}
    />
  );
}
