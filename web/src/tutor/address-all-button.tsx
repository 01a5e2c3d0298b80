/** Speaking to every lane: held with Space, or kept on by a click. */
import { useCallback } from "react";
import { t } from "../i18n/t";
import { Icon } from "../ui/icons";
import { useHoldSpace } from "../ui/use-hold-space";
import type { AddressAll } from "../wire/session";

interface AddressAllButtonProps {
  readonly kind: AddressAll;
  readonly onAddress: (kind: AddressAll) => Promise<unknown>;
}

export function AddressAllButton({ kind, onAddress }: AddressAllButtonProps) {
  const latched = kind === "latch";
  const onHold = useCallback((held: boolean) => void onAddress(held ? "hold" : "off"), [onAddress]);
  useHoldSpace(!latched, onHold);
  return (
    <button
      type="button"
      className="button"
      aria-pressed={kind !== "off"}
      title={t("session.address_all_hint")}
      onClick={() => void onAddress(latched ? "off" : "latch")}
    >
      <Icon name="megaphone" />
      <span>{t(kind === "off" ? "session.address_all" : "session.address_all_on")}</span>
    </button>
  );
}
