/** A personal link as text and as a QR code. */
import { dateAndTime, t } from "../i18n/t";
import { Dialog } from "../ui/dialog";
import type { PersonalLink } from "./api";
import { CopyRow } from "./copy-row";
import "./link-dialog.css";

/** The server's drawing, made for standing inside HTML, as an image of its own. */
export function asImage(svg: string): string {
  const whole = svg.replace(/^<svg (?!xmlns)/, '<svg xmlns="http://www.w3.org/2000/svg" ');
  return `data:image/svg+xml,${encodeURIComponent(whole)}`;
}

interface LinkDialogProps {
  readonly name: string;
  readonly link: PersonalLink;
  /** Of a link that is for something else than coming in. */
  readonly title?: string;
  readonly text?: string;
  readonly onClose: () => void;
}

export function LinkDialog({ name, link, title, text, onClose }: LinkDialogProps) {
  return (
    <Dialog title={title ?? t("link.title", { name })} onClose={onClose}>
      <p>{text ?? t("link.text", { name })}</p>
      <img className="qr" src={asImage(link.qr_svg)} alt={t("link.qr", { name })} />
      <CopyRow label={t("link.address")} value={link.url} />
      <p className="soft small">{t("link.until", { date: dateAndTime(link.expires_at) })}</p>
    </Dialog>
  );
}
