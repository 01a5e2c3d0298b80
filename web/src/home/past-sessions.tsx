/** A student's lessons of the last weeks, to be seen again. */
import { useCallback } from "react";
import { dateAndTime, t } from "../i18n/t";
import { serverNow } from "../ui/server-clock";
import type { Api } from "./api";
import { replayAddress } from "./session-card";
import { usePolled } from "./use-polled";
import "./session-lists.css";

const EVERY_MS = 60_000;
const BACK_MS = 90 * 24 * 3_600_000;
const MOST = 10;

interface PastSessionsProps {
  readonly api: Api;
  readonly onFailed: (reason: Error) => void;
}

export function PastSessions({ api, onFailed }: PastSessionsProps) {
  const fetched = useCallback(() => api.past(serverNow() - BACK_MS), [api]);
  const [sessions] = usePolled(fetched, EVERY_MS, onFailed);
  const newest = [...(sessions ?? [])].sort((a, b) => b.scheduled_start - a.scheduled_start).slice(0, MOST);
  if (newest.length === 0) return null;
  return (
    <section className="session-part home-later" aria-label={t("next.again")}>
      <h2>{t("next.again")}</h2>
      <ul className="card session-list">
        {newest.map((session) => (
          <li key={session.id} className="later-line">
            <span className="clip">{session.title}</span>
            <a
              className="button small"
              href={replayAddress("student", session.id)}
              aria-label={t("next.again_named", { title: session.title })}
            >
              {t("next.again")}
            </a>
            <span className="soft small">{dateAndTime(session.scheduled_start)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
