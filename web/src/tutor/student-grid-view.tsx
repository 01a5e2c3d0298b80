/** All lanes, in the order of enrollment. Four to five are visible, the rest scrolls. */
import { t } from "../i18n/t";
import { actKey } from "../session/commands";
import type { Lane } from "../wire/session";
import { type LaneActs, StudentColumn } from "./student-column";

interface StudentGridViewProps extends LaneActs {
  readonly lanes: readonly Lane[];
  /** Acts under way (see `session/commands.ts`). */
  readonly pending: ReadonlySet<string>;
  readonly readOnly: boolean;
}

export function StudentGridView({ lanes, pending, readOnly, ...acts }: StudentGridViewProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it also when nothing in it can be used
    <section className="lanes" aria-label={t("lanes.title")} tabIndex={0}>
      <h2 className="visually-hidden">{t("lanes.title")}</h2>
      {lanes.length === 0 ? (
        <div className="empty">
          <h2>{t("lanes.empty")}</h2>
          <p className="soft">{t("lanes.empty_text")}</p>
        </div>
      ) : (
        <ul className="lane-list">
          {lanes.map((lane) => (
            <StudentColumn
              key={lane.person.user_id}
              lane={lane}
              modePending={pending.has(actKey("setLaneMode", lane.person.user_id))}
              readOnly={readOnly}
              {...acts}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
