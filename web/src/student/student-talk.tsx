/** Words between this student and the tutor, and what the tutor wrote to everyone. Nothing between students. */
import { useCallback, useEffect, useRef, useState } from "react";
import { t, tn } from "../i18n/t";
import type { Commands } from "../session/commands";
import type { Room } from "../session/room";
import { CallButton } from "../ui/call-button";
import { Conversation, type Line } from "../ui/conversation";
import { IconButton } from "../ui/icon-button";
import { useTold } from "../ui/use-told";
import type { Lane, Session } from "../wire/session";
import { toldWords } from "./told";

interface StudentTalkProps {
  readonly room: Room;
  readonly view: Session;
  readonly lane: Lane;
  readonly commands: Commands;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly show: (text: string) => void;
}

function linesOf(view: Session, lane: Lane): readonly Line[] {
  const tutor = view.tutor.name;
  const own = lane.messages.map(({ message_id, text, at, from_id }) => {
    const mine = from_id === lane.person.user_id;
    return { id: message_id, text, at, mine, from: mine ? t("chat.me") : tutor };
  });
  const toAll = view.announcements.map(({ message_id, text, at }) => {
    return { id: `all ${message_id}`, text, at, mine: false, from: t("chat.to_all", { tutor }) };
  });
  return [...own, ...toAll].sort((a, b) => a.at - b.at);
}

/** How many words are new; what is seen while the panel is open is not. */
function useUnread({ view, lane, commands, open }: StudentTalkProps): number {
  const announced = view.announcements.length;
  const [seen, setSeen] = useState(announced);
  const { unread_by_student: unread, person } = lane;
  useEffect(() => {
    if (!open) return;
    setSeen(announced);
    if (unread > 0) void commands.readMessages(person.user_id);
  }, [open, announced, unread, commands, person.user_id]);
  return open ? 0 : unread + Math.max(0, announced - seen);
}

function Panel({ view, lane, commands, onOpen }: StudentTalkProps) {
  const place = useRef<HTMLElement>(null);
  const tutor = view.tutor.name;
  const { user_id } = lane.person;
  useEffect(() => {
    const before = document.activeElement;
    place.current?.querySelector<HTMLElement>("textarea, button")?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <section
      ref={place}
      className="talk-panel"
      aria-label={t("chat.with", { tutor })}
      onKeyDown={(event) => event.key === "Escape" && onOpen(false)}
    >
      <header className="talk-head">
        <h2 className="clip talk-title">{t("chat.with", { tutor })}</h2>
        <IconButton icon="close" label={t("common.close")} onClick={() => onOpen(false)} />
      </header>
      <Conversation
        label={t("chat.with", { tutor })}
        lines={linesOf(view, lane)}
        empty={t(view.text_allowed ? "chat.empty" : "talk.off", { tutor })}
        placeholder={t("chat.write", { tutor })}
        onSend={view.text_allowed ? async (text) => (await commands.sendMessage(user_id, text)).ok : null}
      />
    </section>
  );
}

/** The button of the bar, and the panel over the page. */
export function StudentTalk(props: StudentTalkProps) {
  const { room, view, open, onOpen, show } = props;
  const unread = useUnread(props);
  const reading = useRef(open);
  reading.current = open;
  const tell = useCallback((text: string) => reading.current || show(text), [show]);
  useTold(room.store, toldWords, tell);
  if (!view.text_allowed && view.announcements.length === 0) return null;
  return (
    <>
      <div className="talk-button">
        <CallButton
          icon="chat"
          label={unread === 0 ? t("chat.open") : tn("chat.unread", unread)}
          word={t("chat.open")}
          tone={open ? "on" : "plain"}
          onClick={() => onOpen(!open)}
        />
        {unread > 0 && (
          <span className="badge numbers" aria-hidden="true">
            {unread}
          </span>
        )}
      </div>
      {open && <Panel {...props} />}
    </>
  );
}
