/** Which speakers, and whether one hears them. */
import { useEffect, useState } from "react";
import "../i18n/for-speaker";
import { t } from "../i18n/t";
import { chime } from "./chime";
import { Icon } from "./icons";
import { canChooseSpeaker, chooseSpeaker, listSpeakers, playThere, type SpeakerOption, speakerNow } from "./speaker";

type Heard = "untested" | "playing" | "asked" | "yes" | "no" | "failed";

function SpeakerSelect() {
  const [options, setOptions] = useState<readonly SpeakerOption[]>([]);
  const [chosen, setChosen] = useState(speakerNow());
  useEffect(() => {
    const list = () => void listSpeakers().then(setOptions);
    list();
    navigator.mediaDevices?.addEventListener("devicechange", list);
    return () => navigator.mediaDevices?.removeEventListener("devicechange", list);
  }, []);
  if (!canChooseSpeaker() || options.length === 0) return null;
  const choose = (id: string) => {
    setChosen(id);
    chooseSpeaker(id);
  };
  return (
    <label className="field">
      <span>{t("speaker.label")}</span>
      <select
        className="input"
        value={options.some(({ id }) => id === chosen) ? chosen : ""}
        onChange={({ target }) => choose(target.value)}
      >
        <option value="">{t("speaker.default")}</option>
        {options.map(({ id, label }, i) => (
          <option key={id} value={id}>
            {label === "" ? `${t("speaker.label")} ${i + 1}` : label}
          </option>
        ))}
      </select>
    </label>
  );
}

async function play(): Promise<boolean> {
  const address = URL.createObjectURL(chime());
  const audio = new Audio(address);
  try {
    await playThere(audio);
    const ended = new Promise((resolve) => audio.addEventListener("ended", resolve));
    await audio.play();
    await ended;
    return true;
  } catch {
    return false;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function Answer({ heard, onAnswer }: { readonly heard: Heard; readonly onAnswer: (heard: Heard) => void }) {
  if (heard === "yes") return <p className="soft small">{t("speaker.good")}</p>;
  if (heard === "no") return <p className="small">{t("speaker.help")}</p>;
  if (heard === "failed") return <p className="small">{t("speaker.failed")}</p>;
  if (heard !== "asked") return null;
  return (
    <p className="row">
      <b>{t("speaker.question")}</b>
      <button type="button" className="button small" onClick={() => onAnswer("yes")}>
        {t("speaker.yes")}
      </button>
      <button type="button" className="button small" onClick={() => onAnswer("no")}>
        {t("speaker.no")}
      </button>
    </p>
  );
}

export function SpeakerTest() {
  const [heard, setHeard] = useState<Heard>("untested");
  const test = async () => {
    setHeard("playing");
    setHeard((await play()) ? "asked" : "failed");
  };
  return (
    <div className="stack">
      <SpeakerSelect />
      <div className="row">
        <button type="button" className="button small" disabled={heard === "playing"} onClick={() => void test()}>
          <Icon name="megaphone" /> <span>{t(heard === "playing" ? "speaker.playing" : "speaker.test")}</span>
        </button>
        <div role="status">
          <Answer heard={heard} onAnswer={setHeard} />
        </div>
      </div>
    </div>
  );
}
