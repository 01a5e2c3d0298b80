/** A personal link as text and as a QR code. */
import { useRef, useState } from "react";
import { dateAndTime, t } from "../i18n/t";
import { Dialog } from "../ui/dialog";
import type { PersonalLink } from "./api";

/** The server's drawing, made for standing inside HTML, as an image of its own. */
function asImage(svg: string): string {
  const whole = svg.replace(/^<svg (?!xmlns)/, '<svg xmlns="http://www.w3.org/2000/svg" ');
  return `data:image/svg+xml,${encodeURIComponent(whole)}`;
}

interface LinkDialogProps {
  readonly name: string;
  readonly link: PersonalLink;
  readonly onClose: () => void;
}

export function LinkDialog({ name, link, onClose }: LinkDialogProps) {
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const copy = async () => {
    field.current?.select(); // Without a secure page there is no clipboard: then it is at least selected.
    await navigator.clipboard?.writeText(link.url);
    setCopied(navigator.clipboard !== undefined);
  };
  return (
    <Dialog title={t("link.title", { name })} onClose={onClose}>
      <p>{t("link.text", { name })}</p>
      <img className="qr" src={asImage(link.qr_svg)} alt={t("link.qr", { name })} />
      <div className="link-row">
        <input ref={field} className="input" readOnly aria-label={t("link.address")} value={link.url} />
        <button type="button" className="button primary" onClick={() => void copy()}>
          {t(copied ? "link.copied" : "link.copy")}
        </button>
      </div>
      <p className="soft small">{t("link.until", { date: dateAndTime(link.expires_at) })}</p>
    </Dialog>
  );
}
