/** What holds for the whole session: open table, and who sees the tutor's screen. */
import { t } from "../i18n/t";
import type { Commands } from "../session/commands";
import { isPending } from "../session/select";
import type { RoomState } from "../session/store";
import { Disclosure } from "../ui/disclosure";
import { Switch } from "../ui/switch";
import type { Session } from "../wire/session";

interface SessionSettingsProps {
  readonly state: RoomState;
  readonly view: Session;
  readonly commands: Commands;
}

export function SessionSettings({ state, view, commands }: SessionSettingsProps) {
  return (
    <Disclosure label={t("session.settings")} icon="settings">
      <Switch
        label={t("session.open_table")}
        hint={t("session.open_table_hint")}
        on={view.open_table}
        pending={isPending(state, "setOpenTable")}
        onChange={(on) => void commands.setOpenTable(on)}
      />
      <Switch
        label={t("session.screen_all")}
        hint={t("session.screen_all_hint")}
        on={view.screen_to_all}
        pending={isPending(state, "setScreenAudience")}
        onChange={(on) => void commands.setScreenAudience(on)}
      />
    </Disclosure>
  );
}
