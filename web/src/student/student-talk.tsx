/** Words between this student and the tutor, and what the tutor wrote to everyone. Nothing between students. */

import { useCallback, useEffect, useRef, useState } from "react";
import { t, tn } from "../i18n/t";
import type { Commands } from "../session/commands";
import type { Room } from "../session/room";
import { CallButton } from "../ui/call-button";
import { lazyPart } from "../ui/lazy-part";
import { useTold } from "../ui/use-told";
import type { Lane, Session } from "../wire/session";
import { toldWords } from "./told";
import "./student-talk.css";

const Panel = lazyPart(
  () => import("./talk-panel"),
  ({ TalkPanel }) => TalkPanel,
);

interface StudentTalkProps {
  readonly room: Room;
  readonly view: Session;
  readonly lane: Lane;
  readonly commands: Commands;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly show: (text: string) => void;
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

/** The button of the bar, and the panel over the page. */
export function StudentTalk(props: StudentTalkProps) {
  const { room, view, lane, commands, open, onOpen, show } = props;
  const unread = useUnread(props);
  const reading = useRef(open);
  reading.current = open;
  const tell = useCallback((text: string) => reading.current || show(text), [show]);
  useTold(room.store, toldWords, tell);
  const written = view.announcements.length + lane.messages.length > 0; // stays to be read after text was switched off
  if (!view.text_allowed && !written) return null;
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
      {open && <Panel view={view} lane={lane} commands={commands} onClose={() => onOpen(false)} />}
    </>
  );
}
