/** All lanes, in the order of enrollment unless the tutor asks for another. Four to five are visible, the rest scrolls. */
import { useContext, useState } from "react";
import { t } from "../i18n/t";
import { arranged, belongs, cue, type Filter, type Order, stillMs } from "../session/attention";
import { TABLE } from "../session/boards";
import { actKey } from "../session/commands";
import { ServerClock } from "../ui/ticking";
import type { Lane, LaneMode, Session } from "../wire/session";
import type { LaneActs } from "./lane-actions";
import { LaneTools } from "./lane-tools";
import { StudentColumn } from "./student-column";
import { TableEntry } from "./table-entry";
import { useAttention } from "./use-attention";
import "./student-grid-view.css";

interface StudentGridViewProps extends LaneActs {
  readonly view: Session;
  /** Acts under way (see `session/commands.ts`). */
  readonly pending: ReadonlySet<string>;
  readonly readOnly: boolean;
  /** The student whose lane is enlarged, or `TABLE`; null: none. */
  readonly enlarged: string | null;
  readonly onMode: (studentId: string, mode: LaneMode) => void;
  readonly onEnlarge: (studentId: string) => void;
  readonly onEnroll: () => void;
}

const KINDS: readonly Filter[] = ["all", "waiting", "stuck", "unread"];

function Nobody({ readOnly, onEnroll }: Pick<StudentGridViewProps, "readOnly" | "onEnroll">) {
  return (
    <div className="grid-closed">
      <h2>{t("lanes.empty")}</h2>
      <p className="soft">{t("lanes.empty_text")}</p>
      {!readOnly && (
        <button type="button" className="button" onClick={onEnroll}>
          {t("enroll.open")}
        </button>
      )}
    </div>
  );
}

export function StudentGridView({ view, pending, readOnly, enlarged, onEnroll, ...acts }: StudentGridViewProps) {
  const clock = useContext(ServerClock);
  const { notes, now } = useAttention(view, clock);
  const [order, setOrder] = useState<Order>("seat");
  const [filter, setFilter] = useState<Filter>("all");
  const { lanes } = view;
  const count = (kind: Filter) => lanes.filter((lane) => belongs(lane, kind, notes, now)).length;
  const counts = Object.fromEntries(KINDS.map((kind) => [kind, count(kind)])) as Record<Filter, number>;
  const shown = arranged(lanes, { order, filter, notes, now });
  const since = (lane: Lane) => lane.help?.asked_at ?? now - stillMs(lane, notes, now);
  return (
    <section className="lanes" aria-label={t("lanes.title")}>
      <h2 className="visually-hidden">{t("lanes.title")}</h2>
      {lanes.length > 0 && (
        <LaneTools
          order={order}
          filter={filter}
          counts={counts}
          onOrder={setOrder}
          onFilter={setFilter}
          onEnroll={readOnly ? null : onEnroll}
        />
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it also when nothing in it can be used */}
      <div className="lanes-scroll" tabIndex={0}>
        {view.open_table && <TableEntry enlarged={enlarged === TABLE} onEnlarge={() => acts.onEnlarge(TABLE)} />}
        {lanes.length === 0 && <Nobody readOnly={readOnly} onEnroll={onEnroll} />}
        {lanes.length > 0 && shown.length === 0 && <p className="soft lanes-none">{t("filter.none")}</p>}
        <ul className="lane-list">
          {shown.map((lane) => (
            <StudentColumn
              key={lane.person.user_id}
              lane={lane}
              seat={lanes.indexOf(lane) + 1}
              cue={cue(lane, notes, now)}
              cueSince={since(lane)}
              enlarged={enlarged === lane.person.user_id}
              modePending={pending.has(actKey("setLaneMode", lane.person.user_id))}
              readOnly={readOnly}
              {...acts}
            />
          ))}
        </ul>
      </div>
    </section>
  );
}
