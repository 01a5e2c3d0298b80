/** The sign: who can see and hear this student. Nothing of theirs is forwarded to anybody whom it does not show now. */
import { type MutableRefObject, useEffect, useLayoutEffect, useRef } from "react";
import { t } from "../i18n/t";
import type { SignEntry } from "../session/select";
import { Icon } from "../ui/icons";
import type { SignFault } from "../wire/session";
import { Settling } from "./settling";
import { type SignPart, signParts } from "./sign-words";
import { drawSign, faultOf } from "./vouch";
import "./sign.css";

/** What vouches for the sign: why it cannot be read on the page at this moment; null: it can. */
export type Vouch = () => SignFault | null;

interface SignProps {
  readonly people: readonly SignEntry[];
  /** Somebody really hears or sees the student now. */
  readonly onAir: boolean;
  readonly vouch: MutableRefObject<Vouch | null>;
  /** What stands there changed, by us or by somebody else. */
  readonly onChanged: () => void;
}

export function Sign({ people, onAir, vouch, onChanged }: SignProps) {
  const place = useRef<HTMLSpanElement>(null);
  const parts = useRef<readonly SignPart[]>([]);
  const settling = useRef(new Settling());
  const changed = useRef(onChanged);
  changed.current = onChanged;
  parts.current = signParts(people);
  const words = JSON.stringify(parts.current);

  useLayoutEffect(() => {
    let again: ReturnType<typeof setTimeout> | undefined;
    vouch.current = () => {
      const now = performance.now();
      const fault = faultOf(place.current, parts.current);
      if (fault === "rewritten" && place.current !== null && settling.current.mayRedraw(now)) {
        settling.current.rewritten(now);
        drawSign(place.current, parts.current);
      }
      const left = settling.current.left(now);
      clearTimeout(again);
      if (left > 0) again = setTimeout(() => changed.current(), left);
      return fault ?? (left > 0 ? "rewritten" : null);
    };
    return () => {
      clearTimeout(again);
      vouch.current = null;
    };
  }, [vouch]);
  useLayoutEffect(() => {
    if (words !== "" && place.current !== null) drawSign(place.current, parts.current);
    settling.current.drawn(performance.now());
    changed.current();
  }, [words]);
  useEffect(() => {
    const watch = new MutationObserver(() => {
      if (faultOf(place.current, parts.current) !== null) changed.current();
    });
    const options = { attributes: true, characterData: true, childList: true, subtree: true };
    if (place.current !== null) watch.observe(place.current, options);
    return () => watch.disconnect();
  }, []);

  return (
    <p className={`sign notranslate ${onAir ? "on" : ""}`} title={t("sign.label")} aria-live="polite" translate="no">
      <Icon name="eye" />
      <span className="visually-hidden">{t("sign.label")}</span>
      <span ref={place} className="sign-words" />
    </p>
  );
}
