/** The timeline: where it stands, what was so in each lane. The slider is for all; the rows say the same to eyes. */
import { type MouseEvent, useEffect, useMemo, useRef } from "react";
import { t } from "../i18n/t";
import { clockText } from "../ui/duration";
import type { Replay } from "./api";
import type { Player } from "./player";
import { type Bar, forAll, marks, rows } from "./timeline";
import { useInstant } from "./use-instant";
import "./timeline-view.css";

interface TimelineViewProps {
  readonly player: Player;
  readonly replay: Replay;
  readonly lane: string | null;
}

const MOST_MARKS = 8;
const STEP_MS = 1000;
const wholeSeconds = (at: number) => Math.round(at / STEP_MS) * STEP_MS;
const place = (part: number) => `${part * 100}%`;

function Bars({ bars }: { readonly bars: readonly Bar[] }) {
  return bars.map((bar, n) => (
    <i
      // biome-ignore lint/suspicious/noArrayIndexKey: bars are made once, in this order.
      key={n}
      className={`bar ${bar.what}`}
      title={bar.text}
      style={{ insetInlineStart: place(bar.start), inlineSize: place(bar.width) }}
    />
  ));
}

function Slider({ player, durationMs }: { readonly player: Player; readonly durationMs: number }) {
  const at = useInstant(player, wholeSeconds);
  return (
    <input
      type="range"
      className="timeline-slider"
      aria-label={t("replay.position")}
      aria-valuetext={t("replay.position_text", { at: clockText(at), end: clockText(durationMs) })}
      min={0}
      max={durationMs}
      step={STEP_MS}
      value={at}
      onChange={({ target }) => player.seek(Number(target.value))}
    />
  );
}

export function TimelineView({ player, replay, lane }: TimelineViewProps) {
  const { duration_ms: durationMs, stretches, people } = replay;
  const body = useRef<HTMLDivElement>(null);
  const lanes = useMemo(() => {
    const seats = people.filter((seat) => seat.part === "student" && (lane === null || seat.user_id === lane));
    return rows(stretches, seats, durationMs);
  }, [people, stretches, lane, durationMs]);
  const common = useMemo(() => forAll(stretches, durationMs), [stretches, durationMs]);
  useEffect(() => {
    const show = () => body.current?.style.setProperty("--at", String(player.time.get().at / durationMs));
    show();
    return player.time.subscribe(show);
  }, [player, durationMs]);
  const seek = ({ currentTarget, clientX }: MouseEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    player.seek(((clientX - left) / width) * durationMs);
  };
  return (
    <div className="timeline" ref={body}>
      <Slider player={player} durationMs={durationMs} />
      <div className="timeline-rows" aria-hidden="true">
        <div className="timeline-names">
          {lanes.map(({ seat }) => (
            <span key={seat.user_id} className="small clip">
              {seat.name}
            </span>
          ))}
        </div>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the slider above does the same for keys. */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: as above. */}
        <div className="timeline-body" onClick={seek}>
          {lanes.map(({ seat, bars }) => (
            <div key={seat.user_id} className="timeline-row">
              <Bars bars={bars} />
            </div>
          ))}
          <Bars bars={common} />
          <div className="timeline-marks">
            {marks(durationMs, MOST_MARKS).map((at) => (
              <span key={at} className="numbers" style={{ insetInlineStart: place(at / durationMs) }}>
                {clockText(at)}
              </span>
            ))}
          </div>
          <b className="timeline-now" />
        </div>
      </div>
    </div>
  );
}
