/** How good a person's line is in both directions: the bars show the worse one, the words say which. */
import { t } from "../i18n/t";
import type { Person } from "../wire/session";
import "./network-bars.css";

const HEIGHTS = ["35%", "55%", "78%", "100%"] as const;
const WORDS = ["network.0", "network.1", "network.2", "network.3", "network.4"] as const;
/** Bars at which one should do something. */
const WEAK = 1;

const word = (bars: number | null): string => t(WORDS[bars ?? -1] ?? "network.unknown");

/** Of these bars somebody should know. */
export const isWeak = ({ bars }: Pick<Person, "bars">): boolean => bars !== null && bars <= WEAK;

interface NetworkBarsProps {
  readonly person: Pick<Person, "name" | "bars" | "up" | "down">;
  /** It is one's own line. */
  readonly own?: boolean;
}

export function NetworkBars({ person: { name, bars, up, down }, own = false }: NetworkBarsProps) {
  const text = t(own ? "network.own" : "network.of", { name, up: word(up), down: word(down) });
  return (
    <span className="bars" role="img" aria-label={text} title={text}>
      {HEIGHTS.map((height, i) => (
        <i key={height} className={bars !== null && i < bars ? "lit" : ""} style={{ blockSize: height }} />
      ))}
    </span>
  );
}
