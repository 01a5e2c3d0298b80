/** A session seen again: fetched, or told why not. */
import { useEffect, useState } from "react";
import { RequestRefused } from "../home/api";
import { t } from "../i18n/t";
import { StatePage } from "../ui/state-page";
import type { Replay, ReplayApi } from "./api";
import { ReplayRoom } from "./replay-room";

interface ReplayPageProps {
  readonly title: string;
  readonly api: ReplayApi;
  readonly homeHref: string;
}

export function ReplayPage({ title, api, homeHref }: ReplayPageProps) {
  const [replay, setReplay] = useState<Replay | null>(null);
  const [refused, setRefused] = useState<RequestRefused | null>(null);
  const [asked, setAsked] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever somebody wants it.
  useEffect(() => {
    let wanted = true;
    setRefused(null);
    api.see().then(
      (found) => wanted && setReplay(found),
      (reason: unknown) => wanted && setRefused(reason instanceof RequestRefused ? reason : new RequestRefused("", "")),
    );
    return () => {
      wanted = false;
    };
  }, [api, asked]);
  if (replay !== null) return <ReplayRoom replay={replay} api={api} homeHref={homeHref} />;
  if (refused === null) return <StatePage icon="clock" title={title} text={t("common.loading")} />;
  return (
    <StatePage icon="alert" title={title} text={refused.message || t("state.failed_text")}>
      <button type="button" className="button primary" onClick={() => setAsked(asked + 1)}>
        {t("common.retry")}
      </button>
      <a className="button" href={homeHref}>
        {t("replay.back")}
      </a>
    </StatePage>
  );
}
