/** One's own picture (or a second one) in a corner: decoration, hidden from assistive technology and from the page's DOM. */
import { useEffect, useRef } from "react";
import "./corner-view.css";

const STYLE = "video{display:block;inline-size:100%;block-size:100%;object-fit:cover}.mirrored{scale:-1 1}";

/** A video inside a closed shadow root, so that the page's only `<video>` is the one that it is about. */
class CornerVideo extends HTMLElement {
  readonly #video = document.createElement("video");

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    const shadow = this.attachShadow({ mode: "closed" });
    shadow.adoptedStyleSheets = [sheet];
    Object.assign(this.#video, { muted: true, autoplay: true, playsInline: true });
    shadow.append(this.#video);
  }

  show(stream: MediaStream | null, mirrored: boolean): void {
    this.#video.classList.toggle("mirrored", mirrored);
    if (this.#video.srcObject !== stream) this.#video.srcObject = stream;
  }
}

const TAG = "corner-video";

interface CornerViewProps {
  readonly stream: MediaStream | null;
  readonly mirrored: boolean;
}

export function CornerView({ stream, mirrored }: CornerViewProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (customElements.get(TAG) === undefined) customElements.define(TAG, CornerVideo);
    const corner = document.createElement(TAG) as CornerVideo;
    place.current?.append(corner);
    return () => corner.remove();
  }, []);
  useEffect(() => {
    (place.current?.firstElementChild as CornerVideo | null)?.show(stream, mirrored);
  }, [stream, mirrored]);
  return <div ref={place} className="corner" aria-hidden="true" />;
}
