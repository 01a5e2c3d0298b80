/** The panel in which a student writes with the tutor. Loaded when it is opened. */
import "../i18n/for-student-side";
import { useEffect, useRef } from "react";
import { t } from "../i18n/t";
import { tutorWho } from "../session/authors";
import type { Commands } from "../session/commands";
import { Conversation, type Line } from "../ui/conversation";
import { IconButton } from "../ui/icon-button";
import type { Lane, Session } from "../wire/session";
import "./talk-panel.css";

interface TalkPanelProps {
  readonly view: Session;
  readonly lane: Lane;
  readonly commands: Commands;
  readonly onClose: () => void;
}

const nameOf = (view: Session, fromId: string) => tutorWho(view, fromId) ?? t("chat.former_tutor");

function linesOf(view: Session, lane: Lane): readonly Line[] {
  const own = lane.messages.map(({ message_id, text, at, from_id }) => {
    const mine = from_id === lane.person.user_id;
    return { id: message_id, text, at, mine, from: mine ? t("chat.me") : nameOf(view, from_id) };
  });
  const toAll = view.announcements.map(({ message_id, text, at, from_id }) => {
    const tutor = nameOf(view, from_id);
    return { id: `all ${message_id}`, text, at, mine: false, from: t("chat.to_all", { tutor }) };
  });
  return [...own, ...toAll].sort((a, b) => a.at - b.at);
}

export function TalkPanel({ view, lane, commands, onClose }: TalkPanelProps) {
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
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <header className="talk-head">
        <h2 className="clip talk-title">{t("chat.with", { tutor })}</h2>
        <IconButton icon="close" label={t("common.close")} onClick={() => onClose()} />
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
