/** How a file's letters are written, where the file does not say so: a guess that the person can correct. */
import { type TextKey, t } from "../i18n/t";
import { ENCODINGS, type Encoding } from "../text/decode";

const NAMES: Record<Encoding, TextKey> = {
  "windows-1252": "import.windows_west",
  macintosh: "import.mac_west",
  "windows-1250": "import.windows_central",
  "windows-1251": "import.windows_cyrillic",
  "windows-1253": "import.windows_greek",
  "windows-1254": "import.windows_turkish",
  gb18030: "import.chinese",
  shift_jis: "import.japanese",
};

interface EncodingChoiceProps {
  readonly encoding: Encoding;
  readonly onChoose: (encoding: Encoding) => void;
}

export function EncodingChoice({ encoding, onChoose }: EncodingChoiceProps) {
  return (
    <div className="notice stack">
      <p>{t("import.doubtful")}</p>
      <label className="field">
        <span>{t("import.letters")}</span>
        <select
          className="input"
          value={encoding}
          onChange={({ target }) => {
            const chosen = ENCODINGS.find((name) => name === target.value);
            if (chosen !== undefined) onChoose(chosen);
          }}
        >
          {ENCODINGS.map((name) => (
            <option key={name} value={name}>
              {t(NAMES[name])}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
