/** Small signs: initials, progress. */
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
