/** Texts between two, the newest at the end, and a line to write another. */
import { useEffect, useRef, useState } from "react";
import { t, timeOfDay } from "../i18n/t";
import "./conversation.css";

/** Characters; the server's own limit. */
const TEXT_LIMIT = 1000;

export interface Line {
  readonly id: string;
  readonly text: string;
  readonly at: number;
  readonly mine: boolean;
  /** Who wrote it, as it is said. */
  readonly from: string;
}

interface ConversationProps {
  readonly label: string;
  readonly lines: readonly Line[];
  readonly empty: string;
  /** null: nothing can be written here. Resolves to whether it was sent. */
  readonly onSend: ((text: string) => Promise<boolean>) | null;
  readonly placeholder: string;
}

function Writing({ onSend, placeholder }: { onSend: (text: string) => Promise<boolean>; placeholder: string }) {
  const [text, setText] = useState("");
  const [sending, setSending] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const send = async () => {
    if (text.trim() === "" || sending) return;
    field.current?.focus(); // a button that is switched off under the keys loses them: Escape would reach nobody
    setSending(true);
    if (await onSend(text.trim())) setText("");
    setSending(false);
  };
  return (
    <form
      className="talk-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        ref={field}
        className="input"
        rows={2}
        maxLength={TEXT_LIMIT}
        aria-label={placeholder}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          void send();
        }}
      />
      <button type="submit" className="button primary" disabled={sending || text.trim() === ""}>
        {t("talk.send")}
      </button>
    </form>
  );
}

export function Conversation({ label, lines, empty, onSend, placeholder }: ConversationProps) {
  const list = useRef<HTMLDivElement>(null);
  const newest = lines.at(-1)?.id;
  useEffect(() => {
    if (newest !== undefined) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [newest]);
  return (
    <div className="talk">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
      <div ref={list} className="talk-lines" role="log" aria-label={label} tabIndex={0}>
        {lines.length === 0 && <p className="soft small">{empty}</p>}
        {lines.map((line) => (
          <div key={line.id} className={`talk-line ${line.mine ? "mine" : ""}`}>
            <p className="soft talk-from">
              {line.from} · {timeOfDay(line.at)}
            </p>
            <p className="talk-text">{line.text}</p>
          </div>
        ))}
      </div>
      {onSend !== null && <Writing onSend={onSend} placeholder={placeholder} />}
    </div>
  );
}
