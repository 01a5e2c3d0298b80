/** Small signs: initials, network bars, progress. */
import { t } from "../i18n/t";
import "./small.css";

/** First letters of the first and the last name. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const [first, last] = [words[0] ?? "", words.length > 1 ? (words.at(-1) ?? "") : ""];
  return `${[...first][0] ?? ""}${[...last][0] ?? ""}`.toUpperCase();
}

export function Avatar({ name, big = false }: { readonly name: string; readonly big?: boolean }) {
  return (
    <span className={big ? "avatar big" : "avatar"} aria-hidden="true" translate="no">
      {initials(name)}
    </span>
  );
}

const BAR_HEIGHTS = ["35%", "55%", "78%", "100%"] as const;
const BAR_TEXTS = ["network.0", "network.1", "network.2", "network.3", "network.4"] as const;

/** `bars` from 0 to 4; null as long as the network was not measured. */
export function NetworkBars({ bars }: { readonly bars: number | null }) {
  const text = bars === null ? t("network.unknown") : t(BAR_TEXTS[bars] ?? "network.unknown");
  return (
    <span className="bars" role="img" aria-label={text} title={text}>
      {BAR_HEIGHTS.map((height, i) => (
        <i key={height} className={bars !== null && i < bars ? "lit" : ""} style={{ blockSize: height }} />
      ))}
    </span>
  );
}

export function ProgressBar({ percent, label }: { readonly percent: number; readonly label: string }) {
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <i style={{ "--part": percent } as React.CSSProperties} />
    </div>
  );
}
