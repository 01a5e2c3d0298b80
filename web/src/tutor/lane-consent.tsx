/** What of a student may be recorded, in small words; whether it is being recorded now is on the red sign. */
import { listed, t } from "../i18n/t";
import { KINDS } from "../ui/consent-kinds";
import type { Person } from "../wire/session";

/** As short as a lane is narrow. */
function short(kinds: readonly string[]): string {
  if (kinds.length === KINDS.length) return t("lanes.consent_all");
  return kinds.length === 1 ? t("lanes.consent_only", { kind: kinds.join() }) : kinds.join(", ");
}

export function LaneConsent({ person }: { readonly person: Person }) {
  const { consent, name } = person;
  if (consent === null) return <span title={t("lanes.not_asked_of", { name })}>{t("lanes.not_asked")}</span>;
  if (consent.length === 0) return <span title={t("lanes.not_recorded_of", { name })}>{t("lanes.not_recorded")}</span>;
  const kinds = KINDS.filter((kind) => consent.includes(kind)).map((kind) => t(`lanes.consent_${kind}`));
  return (
    <span title={t("lanes.recorded_of", { name, kinds: listed(kinds) })}>
      {t("lanes.recorded", { kinds: short(kinds) })}
    </span>
  );
}
