/** What a student works on next, in its order. */
import { t } from "../i18n/t";
import { Icon } from "../ui/icons";
import type { Queued } from "../wire/session";
import "./queue.css";

interface QueueProps {
  readonly queue: readonly Queued[];
  readonly onChange: (queue: readonly Queued[]) => void;
}

/** What comes next; each can be taken out. */
export function Queue({ queue, onChange }: QueueProps) {
  return (
    <section className="stack" aria-label={t("assign.queued")}>
      <h3 className="small">{t("assign.queued")}</h3>
      <ol className="queue">
        {queue.map((each, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same exercise may come twice; its place is what it is.
          <li key={at} className="chip">
            <span>{at + 1}</span>. <span>{each.title}</span>
            <button
              type="button"
              className="button quiet small"
              aria-label={t("assign.unqueue", { title: each.title })}
              onClick={() => onChange(queue.filter((_, other) => other !== at))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
