/** Which camera and which microphone; a meter shows that the microphone works. */
import { t } from "../i18n/t";
import { LevelMeter } from "./level-meter";
import { SpeakerTest } from "./speaker-test";
import { Switch } from "./switch";

interface DeviceOption {
  readonly id: string;
  readonly label: string;
}

interface DeviceSelectProps {
  readonly label: string;
  readonly options: readonly DeviceOption[];
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

function DeviceSelect({ label, options, chosen, onChoose }: DeviceSelectProps) {
  // A remembered device that is not plugged in is none: the browser took another.
  const known = options.some((option) => option.id === chosen);
  return (
    <label className="field">
      <span>{label}</span>
      <select
        className="input"
        value={known ? (chosen ?? "") : ""}
        disabled={options.length === 0}
        onChange={(event) => onChoose(event.target.value)}
      >
        {options.length === 0 && <option value="">{t("devices.none")}</option>}
        {options.length > 0 && !known && <option value="">{t("devices.default")}</option>}
        {options.map((option, i) => (
          <option key={option.id} value={option.id}>
            {option.label === "" ? `${label} ${i + 1}` : option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

export interface DevicePanelProps {
  readonly cameras: readonly DeviceOption[];
  readonly microphones: readonly DeviceOption[];
  readonly cameraId: string | null;
  readonly microphoneId: string | null;
  readonly level: () => number;
  readonly onCamera: (id: string) => void;
  readonly onMicrophone: (id: string) => void;
  /** Whether what is behind the person is blurred; null: the browser offers no choice. */
  readonly blur: boolean | null;
  readonly onBlur: (on: boolean) => void;
}

export function DevicePanel(props: DevicePanelProps) {
  return (
    <div className="stack">
      <DeviceSelect
        label={t("devices.camera")}
        options={props.cameras}
        chosen={props.cameraId}
        onChoose={props.onCamera}
      />
      {props.blur !== null && (
        <Switch label={t("blur.label")} hint={t("blur.hint")} on={props.blur} onChange={props.onBlur} />
      )}
      <DeviceSelect
        label={t("devices.microphone")}
        options={props.microphones}
        chosen={props.microphoneId}
        onChoose={props.onMicrophone}
      />
      <LevelMeter level={props.level} />
      <p className="soft small">{t("devices.speak")}</p>
      <SpeakerTest />
    </div>
  );
}
