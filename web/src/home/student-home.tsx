/** A student's home: the next session, how long until then, and the way in. */
import { useCallback, useState } from "react";
import { dateAndTime, t, tn } from "../i18n/t";
import { untilStart } from "../ui/duration";
import { serverNow } from "../ui/server-clock";
import { Ticking } from "../ui/ticking";
import { Toasts } from "../ui/toasts";
import { useToasts } from "../ui/use-toasts";
import { afterNext, nextSession } from "./agenda";
import type { Api, HomeBoot, Summary } from "./api";
import { HomeHeader } from "./home-header";
import { LoginsDialog } from "./logins-dialog";
import { PastSessions } from "./past-sessions";
import { SubscribeDialog } from "./subscribe-dialog";
import { usePolled } from "./use-polled";
import "./student-home.css";
import "../styles/hero.css";

const EVERY_MS = 10_000;
const MOST_LATER = 5;

interface StudentHomeProps {
  /** What the page was served with. */
  readonly boot: HomeBoot;
  readonly api: Api;
  readonly goTo: (address: string) => void;
}

function countdown(start: number, now: number): string {
  const left = untilStart(start, now);
  return left === null ? t("next.now") : tn(`until.${left.unit}`, left.n);
}

const roomAddress = (id: string): string => `/dashboard/student/sessions/${encodeURIComponent(id)}/video`;
const joinWords = (session: Summary): string => `${t("next.join")}: ${session.title}`;

function NextSession({ session }: { readonly session: Summary }) {
  const live = session.status === "LIVE";
  return (
    <section className="card next" aria-label={t("next.title")}>
      <p className="soft">{t("next.title")}</p>
      <h1 className="hero">{session.title}</h1>
      <p className="soft">
        {t("home.tutor", { name: session.tutor_name })} · {dateAndTime(session.scheduled_start)}
      </p>
      {live ? (
        <span className="chip good">{t("home.status_live")}</span>
      ) : (
        <Ticking className="next-count numbers" text={(now) => countdown(session.scheduled_start, now)} />
      )}
      <a className="button primary big" href={roomAddress(session.id)}>
        {t(live ? "next.join" : "next.enter")}
      </a>
    </section>
  );
}

export function StudentHome({ boot, api, goTo }: StudentHomeProps) {
  const { toasts, show, dismiss } = useToasts();
  const failed = useCallback((reason: Error) => show(reason.message), [show]);
  const [sessions] = usePolled(api.sessions, EVERY_MS, failed, boot.sessions);
  const [subscribing, setSubscribing] = useState(false);
  const [listing, setListing] = useState(false);
  const now = serverNow();
  const next = nextSession(sessions ?? boot.sessions, now);
  const later = afterNext(sessions ?? boot.sessions, now).slice(0, MOST_LATER);
  return (
    <div className="home">
      <HomeHeader
        me={boot}
        onSignOut={() => void api.signOut(boot.csrf).then(() => goTo("/login"), failed)}
        onCalendar={() => setSubscribing(true)}
        onLogins={() => setListing(true)}
      />
      <main className="home-one">
        {next !== null && <NextSession session={next} />}
        {next === null && (
          <section className="card next">
            <h1>{t("next.none")}</h1>
            <p className="soft">{t("next.none_text")}</p>
          </section>
        )}
        {later.length > 0 && (
          <section className="session-part home-later" aria-label={t("next.more")}>
            <h2>{t("next.more")}</h2>
            <ul className="card session-list">
              {later.map((session) => (
                <li key={session.id} className="later-line">
                  <span className="clip">{session.title}</span>
                  {session.status === "LIVE" && (
                    <a className="button small" href={roomAddress(session.id)} aria-label={joinWords(session)}>
                      {t("next.join")}
                    </a>
                  )}
                  <span className="soft small">{dateAndTime(session.scheduled_start)}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        {boot.center.students_replay && <PastSessions api={api} onFailed={failed} />}
      </main>
      {subscribing && <SubscribeDialog api={api} csrf={boot.csrf} onClose={() => setSubscribing(false)} />}
      {listing && (
        <LoginsDialog
          title={t("home.logins_long")}
          who="me"
          api={api}
          csrf={boot.csrf}
          onClose={() => setListing(false)}
          onSignedOut={() => goTo("/login")}
        />
      )}
      <Toasts toasts={toasts} onDismiss={dismiss} />
    </div>
  );
}
