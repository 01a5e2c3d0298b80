/** Why a camera or microphone gives nothing, and what to do about it in this browser on this system. Never in the way. */
import "../i18n/for-help";
import { type TextKey, t } from "../i18n/t";
import { Icon } from "./icons";
import { type Browser, browserOf, type System, systemOf } from "./platform";

export interface Problem {
  readonly device: "microphone" | "camera" | "screen";
  readonly kind: "denied" | "missing" | "busy" | "insecure" | "failed";
  readonly name: string;
}

export interface PermissionStepsProps {
  readonly problems: readonly Problem[];
  readonly onAskAgain: () => void;
  readonly userAgent?: string;
}

const SYSTEM_TEXT: Record<System, TextKey> = {
  mac: "permit.system_mac",
  windows: "permit.system_windows",
  ios: "permit.system_ios",
  android: "permit.system_android",
  linux: "permit.system_linux",
};
const BROWSER_STEPS: Record<Browser, readonly TextKey[]> = {
  chrome: ["permit.chrome_1", "permit.chrome_2", "permit.then"],
  firefox: ["permit.firefox_1", "permit.firefox_2", "permit.then"],
  safari: ["permit.safari_1", "permit.safari_2", "permit.then"],
  ios: ["permit.ios_1", "permit.ios_2", "permit.then"],
  other: ["permit.other_1", "permit.other_2", "permit.then"],
};

/** Title and text of one device's problem that is not a refusal. */
function words(problem: Problem): readonly [TextKey, TextKey] {
  const device = problem.device === "camera" ? "camera" : "microphone";
  if (problem.kind === "missing") return [`permit.missing_${device}`, "permit.missing_text"];
  if (problem.kind === "busy") return [`permit.busy_${device}`, "permit.busy_text"];
  return [`permit.failed_${device}`, "permit.failed_text"];
}

function Refused({ refused, userAgent }: { readonly refused: readonly Problem[]; readonly userAgent: string }) {
  const touch = navigator.maxTouchPoints;
  const first = refused[0]?.device === "camera" ? "permit.title_camera" : "permit.title_microphone";
  return (
    <>
      <b>{t(refused.length > 1 ? "permit.title_both" : first)}</b>
      <ol>
        {BROWSER_STEPS[browserOf(userAgent, touch)].map((step) => (
          <li key={step}>{t(step)}</li>
        ))}
      </ol>
      <details className="small">
        <summary>{t("permit.system_title")}</summary>
        <p>{t(SYSTEM_TEXT[systemOf(userAgent, touch)])}</p>
      </details>
    </>
  );
}

export function PermissionSteps({ problems, onAskAgain, userAgent = navigator.userAgent }: PermissionStepsProps) {
  const insecure = problems.some((problem) => problem.kind === "insecure");
  const refused = problems.filter((problem) => problem.kind === "denied");
  const rest = problems.filter((problem) => problem.kind !== "denied" && problem.kind !== "insecure");
  return (
    <div className="notice warn permission-help" role="status">
      <Icon name="alert" />
      <div className="stack">
        {insecure && (
          <p>
            <b>{t("permit.insecure_title")}</b> <span>{t("permit.insecure_text")}</span>
          </p>
        )}
        {refused.length > 0 && <Refused refused={refused} userAgent={userAgent} />}
        {rest.map((problem) => (
          <p key={problem.device}>
            <b>{t(words(problem)[0])}.</b> <span>{t(words(problem)[1])}</span>
          </p>
        ))}
        <div className="row">
          {!insecure && (
            <button type="button" className="button small" onClick={onAskAgain}>
              {t("permit.again")}
            </button>
          )}
          <span className="small">{t("permit.not_blocking")}</span>
        </div>
      </div>
    </div>
  );
}
