/** Under pages outside of a session: the language, and the way to the connection test. */
import { chooseLanguage, languageNow } from "../i18n/language";
import { isLanguage, LANGUAGES } from "../i18n/languages";
import { t } from "../i18n/t";
import "./page-footer.css";

export function LanguageSwitch() {
  return (
    <label className="language">
      <span className="visually-hidden">{t("footer.language")}</span>
      <select
        className="input"
        value={languageNow()}
        onChange={({ target }) => isLanguage(target.value) && chooseLanguage(target.value)}
      >
        {Object.entries(LANGUAGES).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

export function PageFooter({ testHref }: { readonly testHref: string | null }) {
  return (
    <footer className="page-footer">
      {testHref !== null && <a href={testHref}>{t("footer.test")}</a>}
      <LanguageSwitch />
    </footer>
  );
}
