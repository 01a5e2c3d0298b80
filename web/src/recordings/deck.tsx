/** What plays: buttons, speed, and the timeline. */
import { t } from "../i18n/t";
import { clockText } from "../ui/duration";
import { Icon } from "../ui/icons";
import { useObservable } from "../ui/use-observable";
import type { Replay } from "./api";
import type { Player } from "./player";
import { TimelineView } from "./timeline-view";
import { useInstant } from "./use-instant";
import { RATES } from "./use-replay-keys";
import "./deck.css";

interface DeckProps {
  readonly player: Player;
  readonly replay: Replay;
  readonly lane: string | null;
  readonly captions: boolean;
  readonly onCaptions: () => void;
  readonly onKeys: () => void;
}

const wholeSeconds = (at: number) => Math.floor(at / 1000) * 1000;

function Clock({ player, durationMs }: { readonly player: Player; readonly durationMs: number }) {
  const at = useInstant(player, wholeSeconds);
  return (
    <span className="deck-clock numbers">
      <b>{clockText(at)}</b> <span className="soft">{clockText(durationMs)}</span>
    </span>
  );
}

export function Deck({ player, replay, lane, captions, onCaptions, onKeys }: DeckProps) {
  const { playing, rate } = useObservable(player.state);
  const skip = (by: number, label: string, text: string) => (
    <button type="button" className="button quiet" aria-label={label} title={label} onClick={() => player.skip(by)}>
      <span className="numbers small" aria-hidden="true">
        {text}
      </span>
    </button>
  );
  const play = t(playing ? "replay.pause" : "replay.play");
  return (
    <section className="deck" aria-label={t("replay.deck")}>
      <TimelineView player={player} replay={replay} lane={lane} />
      <div className="deck-bar">
        <Clock player={player} durationMs={replay.duration_ms} />
        <span className="deck-play">
          {skip(-10_000, t("replay.back_10"), "−10")}
          <button
            type="button"
            className="button primary deck-toggle"
            aria-label={play}
            title={play}
            onClick={() => player.toggle()}
          >
            <Icon name={playing ? "pause" : "play"} />
          </button>
          {skip(10_000, t("replay.on_10"), "+10")}
        </span>
        <span className="deck-more">
          <select
            className="input deck-rate"
            aria-label={t("replay.speed")}
            value={rate}
            onChange={({ target }) => player.setRate(Number(target.value))}
          >
            {RATES.map((each) => (
              <option key={each} value={each}>
                {`${each}×`}
              </option>
            ))}
          </select>
          {replay.lines.length > 0 && (
            <button
              type="button"
              className="button quiet"
              aria-pressed={captions}
              aria-label={t("replay.captions")}
              title={t("replay.captions")}
              onClick={onCaptions}
            >
              <Icon name="chat" />
            </button>
          )}
          <button
            type="button"
            className="button quiet deck-keys"
            aria-label={t("keys.open")}
            title={t("keys.open")}
            onClick={onKeys}
          >
            <Icon name="keyboard" />
          </button>
        </span>
      </div>
    </section>
  );
}
