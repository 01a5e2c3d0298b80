/** A student's home: the next session, how long until then, and the way in. */
import { useCallback } from "react";
import { dateAndTime, t, tn } from "../i18n/t";
import { Ticking } from "../ui/ticking";
import { Toasts } from "../ui/toasts";
import { useToasts } from "../ui/use-toasts";
import { nextSession, untilStart } from "./agenda";
import type { Api, Me, Summary } from "./api";
import { HomeHeader } from "./home-header";
import { usePolled } from "./use-polled";

const EVERY_MS = 10_000;

interface StudentHomeProps {
  readonly me: Me;
  /** The sessions that the page was served with. */
  readonly sessions: readonly Summary[];
  readonly api: Api;
  readonly goTo: (address: string) => void;
}

function countdown(start: number, now: number): string {
  const left = untilStart(start, now);
  return left === null ? t("next.now") : tn(`next.${left.unit}`, left.n);
}

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
      <a className="button primary big" href={`/dashboard/student/sessions/${encodeURIComponent(session.id)}/video`}>
        {t(live ? "next.join" : "next.enter")}
      </a>
    </section>
  );
}

export function StudentHome({ me, sessions: initial, api, goTo }: StudentHomeProps) {
  const { toasts, show, dismiss } = useToasts();
  const failed = useCallback((reason: Error) => show(reason.message), [show]);
  const [sessions] = usePolled(api.sessions, EVERY_MS, failed, initial);
  const next = nextSession(sessions ?? initial);
  return (
    <div className="home">
      <HomeHeader me={me} onSignOut={() => void api.signOut(me.csrf).then(() => goTo("/login"), failed)} />
      <main className="home-one">
        {next !== null && <NextSession session={next} />}
        {next === null && (
          <section className="card next">
            <h1>{t("next.none")}</h1>
            <p className="soft">{t("next.none_text")}</p>
          </section>
        )}
      </main>
      <Toasts toasts={toasts} onDismiss={dismiss} />
    </div>
  );
}
