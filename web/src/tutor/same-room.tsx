/** Two students in one room, whose machines hear each other: said, with one click that takes the sound from one of them. */
import { useState } from "react";
import { t } from "../i18n/t";
import type { Outcome } from "../session/commands";
import { hearsTutor, status } from "../session/select";
import { Banner } from "../ui/banner";
import type { Lane, Session } from "../wire/session";
import { useSameSound } from "./use-same-sound";

interface SameRoomProps {
  readonly view: Session;
  readonly levelOf: (userId: string) => number;
  readonly onDeafen: (studentId: string, deafened: boolean) => Promise<Outcome>;
}

const isHeard = ({ person }: Lane) => person.mic && status(person) === "Active";

interface OneRoomProps extends Pick<SameRoomProps, "onDeafen"> {
  readonly lanes: readonly [Lane, Lane];
  readonly onNotSo: () => void;
}

function OneRoom({ lanes, onDeafen, onNotSo }: OneRoomProps) {
  const [one, other] = lanes;
  const title = t("room.same", { one: one.person.name, other: other.person.name });
  return (
    <Banner icon="people" tone="warn" title={title} text={t("room.same_text")}>
      {lanes.map(({ person }) => (
        <button
          key={person.user_id}
          type="button"
          className="button small"
          onClick={() => void onDeafen(person.user_id, true)}
        >
          {t("room.deafen", { name: person.name })}
        </button>
      ))}
      <button type="button" className="button small quiet" onClick={onNotSo}>
        {t("room.not_so")}
      </button>
    </Banner>
  );
}

export function SameRoom({ view, levelOf, onDeafen }: SameRoomProps) {
  const pairs = useSameSound(
    view.lanes.filter(isHeard).map(({ person }) => person.user_id),
    levelOf,
  );
  const [apart, setApart] = useState<ReadonlySet<string>>(new Set());
  const laneOf = (id: string) => view.lanes.find(({ person }) => person.user_id === id);
  return (
    <>
      {view.lanes
        .filter(({ deafened }) => deafened)
        .map(({ person }) => (
          <Banner key={person.user_id} icon="people" tone="plain" title={t("room.deafened", { name: person.name })}>
            <button type="button" className="button small" onClick={() => void onDeafen(person.user_id, false)}>
              {t("room.hear_again")}
            </button>
          </Banner>
        ))}
      {pairs.map(([one, other]) => {
        const [a, b] = [laneOf(one), laneOf(other)];
        // Where one of the two hears by the other's machine already, or neither plays any sound, nothing echoes.
        if (a === undefined || b === undefined || a.deafened || b.deafened) return null;
        if (apart.has(`${one} ${other}`) || !(hearsTutor(view, a) || hearsTutor(view, b))) return null;
        const notSo = () => setApart(new Set([...apart, `${one} ${other}`]));
        return <OneRoom key={`${one} ${other}`} lanes={[a, b]} onDeafen={onDeafen} onNotSo={notSo} />;
      })}
    </>
  );
}
