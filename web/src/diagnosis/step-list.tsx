/** The steps with what they came to. */
import { t } from "../i18n/t";
import { Icon, type IconName } from "../ui/icons";
import { STEPS, type Step, type StepId, type Steps } from "./steps";
import "./step-list.css";

const ICONS: Partial<Record<Step["state"], IconName>> = {
  ok: "check",
  failed: "alert",
  skipped: "info",
  aborted: "close",
};

function words(id: StepId, step: Step): string | null {
  if ("facts" in step) return t(`diagnosis.${id}_text`, step.facts);
  return "reason" in step ? t(`diagnosis.why_${step.reason}`) : null;
}

function StepLine({ id, step }: { readonly id: StepId; readonly step: Step }) {
  const icon = ICONS[step.state];
  const text = words(id, step);
  return (
    <li className={`step ${step.state}`}>
      <span className="step-mark">
        {step.state === "running" ? <i className="spinner" /> : icon !== undefined && <Icon name={icon} />}
      </span>
      <div>
        <h2>{t(`diagnosis.${id}`)}</h2>
        {text !== null && <p className="soft">{text}</p>}
      </div>
      <span className="step-state">{t(`diagnosis.state_${step.state}`)}</span>
    </li>
  );
}

export function StepList({ steps }: { readonly steps: Steps }) {
  return (
    <ol className="steps card" aria-label={t("diagnosis.steps")}>
      {STEPS.map((id) => (
        <StepLine key={id} id={id} step={steps[id]} />
      ))}
    </ol>
  );
}
