/** The parts of the center's page. */
import { t } from "../i18n/t";
import { addressOf, PARTS, type Part } from "./parts";
import "./center-nav.css";

export function CenterNav({ part }: { readonly part: Part }) {
  const shown = part === "links" ? "people" : part;
  return (
    <nav className="center-nav" aria-label={t("center.parts")}>
      {PARTS.map(({ part: other, title }) => (
        <a key={other} href={addressOf(other)} aria-current={other === shown ? "page" : undefined}>
          {t(title)}
        </a>
      ))}
    </nav>
  );
}
