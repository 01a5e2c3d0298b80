/** The page of the connection test: start, watch, stop, read, copy. */
import { useEffect, useRef, useState } from "react";
import { t } from "../i18n/t";
import { Banner } from "../ui/banner";
import { browserOf, systemOf } from "../ui/platform";
import { createProbes } from "./probes";
import { Report } from "./report";
import { StepList } from "./step-list";
import { all, report, runSteps, type Verdict, verdict } from "./steps";
import "./connection-test.css";
import "../styles/hero.css";
import "../styles/brand.css";
import "../styles/page-head.css";

interface ConnectionTestProps {
  /** Null: nobody is signed in. */
  readonly csrf: string | null;
  readonly homeHref: string;
  readonly signInHref: string;
}

function head() {
  const { userAgent, maxTouchPoints } = navigator;
  const version = /(?:Chrom(?:e|ium)|Firefox|Version)\/(\d+)/.exec(userAgent)?.[1] ?? "unknown";
  return {
    time: new Date().toISOString().slice(0, 16),
    browser: browserOf(userAgent, maxTouchPoints),
    version,
    system: systemOf(userAgent, maxTouchPoints),
  };
}

function Outcome({ of }: { readonly of: Verdict }) {
  if (of === "good") return <Banner icon="check" tone="good" title={t("diagnosis.verdict_good")} />;
  if (of === "bad") return <Banner icon="alert" tone="danger" title={t("diagnosis.verdict_bad")} />;
  if (of !== "aborted") return null;
  const text = t("diagnosis.verdict_aborted_text");
  return <Banner icon="info" tone="warn" title={t("diagnosis.verdict_aborted")} text={text} />;
}

export function ConnectionTest({ csrf, homeHref, signInHref }: ConnectionTestProps) {
  const [steps, setSteps] = useState(all("waiting"));
  const [running, setRunning] = useState(false);
  const [text, setText] = useState<string | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const start = async () => {
    const aborting = new AbortController();
    stop.current = aborting;
    setRunning(true);
    setText(null);
    const { probes, close } = createProbes(csrf);
    const last = await runSteps(probes, aborting.signal, setSteps);
    close();
    setText(report(last, head()));
    setRunning(false);
  };
  const came = running ? "running" : verdict(steps);
  return (
    <>
      <header className="page-head">
        <a className="brand" href={homeHref}>
          Deskside
        </a>
      </header>
      <main className="test-main">
        <h1 className="hero">{t("diagnosis.title")}</h1>
        <p className="soft">{t("diagnosis.text")}</p>
        {csrf === null && (
          <p className="notice">
            <span>{t("diagnosis.sign_in_text")}</span> <a href={signInHref}>{t("diagnosis.sign_in")}</a>
          </p>
        )}
        <div className="row">
          <button type="button" className="button primary big" disabled={running} onClick={() => void start()}>
            {t(running ? "diagnosis.verdict_running" : text === null ? "diagnosis.start" : "diagnosis.again")}
          </button>
          {running && (
            <button type="button" className="button big" onClick={() => stop.current?.abort()}>
              {t("diagnosis.stop")}
            </button>
          )}
        </div>
        <Outcome of={came} />
        <StepList steps={steps} />
        {text !== null && <Report text={text} />}
      </main>
    </>
  );
}
