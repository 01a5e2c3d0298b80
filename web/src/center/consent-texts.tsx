/** The editor of the center's texts: language by language, with a preview, and a question before everybody is asked anew. */
import { useState } from "react";
import { FormEnd } from "../home/form-end";
import { useSubmit } from "../home/use-submit";
import { t } from "../i18n/t";
import { Choice } from "../ui/choice";
import { Dialog } from "../ui/dialog";
import type { Block, BothTexts, ConsentSetup, Language, Texts } from "./consent-api";
import { Prose } from "./prose";

/** As the server takes them (`domain/recording/texts.py`). */
const LIMITS = { asked: 2000, privacy: 20_000 };
const FIELDS = ["asked", "privacy"] as const;

interface ConsentTextsProps {
  readonly setup: ConsentSetup;
  readonly preview: (text: string) => Promise<readonly Block[]>;
  readonly onSave: (texts: BothTexts) => Promise<void>;
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly limit: number;
  readonly language: Language;
  readonly onChange: (value: string) => void;
}

function Text({ label, value, limit, language, onChange }: TextProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <textarea
        className="input"
        lang={language}
        rows={limit > 5000 ? 18 : 7}
        maxLength={limit}
        value={value}
        aria-invalid={value.trim() === ""}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

type Previewed = Readonly<Record<keyof Texts, readonly Block[]>>;

export function ConsentTexts({ setup, preview, onSave }: ConsentTextsProps) {
  const [texts, setTexts] = useState<BothTexts>({ en: setup.en, de: setup.de });
  const [language, setLanguage] = useState<Language>("en");
  const [shown, setShown] = useState<Previewed | null>(null);
  const [asking, setAsking] = useState(false);
  const both = [texts.en, texts.de];
  const changed = FIELDS.some((each) => texts.en[each] !== setup.en[each] || texts.de[each] !== setup.de[each]);
  const first = useSubmit(() => {
    if (both.some((each) => FIELDS.some((field) => each[field].trim() === ""))) return t("consent.needs_texts");
    setAsking(true);
    return "";
  });
  const look = useSubmit(async () => {
    const [asked = [], privacy = []] = await Promise.all(FIELDS.map((field) => preview(texts[language][field])));
    setShown({ asked, privacy });
  });
  const save = useSubmit(() => onSave(texts));
  return (
    <form className="card stack" noValidate onSubmit={first.submit} aria-label={t("consent.texts")}>
      <h2>{t("consent.texts")}</h2>
      <p className="soft small">{t("consent.texts_hint", { center: "{center}", days: "{days}" })}</p>
      <Choice
        legend={t("consent.language")}
        value={language}
        options={[
          { value: "en", label: "English" },
          { value: "de", label: "Deutsch" },
        ]}
        onChange={setLanguage}
      />
      {FIELDS.map((field) => (
        <Text
          key={`${language} ${field}`}
          label={t(`consent.field_${field}`)}
          value={texts[language][field]}
          limit={LIMITS[field]}
          language={language}
          onChange={(value) => setTexts({ ...texts, [language]: { ...texts[language], [field]: value } })}
        />
      ))}
      <div role="alert">
        {[first.problem, look.problem].map((each) => each !== "" && <p className="notice danger">{each}</p>)}
      </div>
      <div className="dialog-actions">
        <button type="button" className="button" disabled={look.busy} onClick={look.submit}>
          {t("consent.preview")}
        </button>
        <button type="submit" className="button primary" disabled={!changed}>
          {t("center.save")}
        </button>
      </div>
      {shown !== null && (
        <Dialog title={t("consent.preview")} onClose={() => setShown(null)}>
          {FIELDS.map((field) => (
            <section key={field} className="stack" lang={language} aria-label={t(`consent.field_${field}`)}>
              <p className="soft small">{t(`consent.field_${field}`)}</p>
              <Prose blocks={shown[field]} />
            </section>
          ))}
        </Dialog>
      )}
      {asking && (
        <Dialog title={t("consent.ask_anew")} onClose={() => setAsking(false)}>
          <p>{t("consent.ask_anew_text")}</p>
          <p>{t("consent.ask_anew_languages")}</p>
          <FormEndOf save={save} onClose={() => setAsking(false)} />
        </Dialog>
      )}
    </form>
  );
}

/** A dialog stands inside the form of the texts, which has a submit of its own. */
function FormEndOf({ save, onClose }: { readonly save: ReturnType<typeof useSubmit>; readonly onClose: () => void }) {
  return (
    <form noValidate onSubmit={save.submit}>
      <FormEnd problem={save.problem} submit={t("consent.save_anew")} busy={save.busy} onClose={onClose} />
    </form>
  );
}
