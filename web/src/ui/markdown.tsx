/** Markdown on a page. Import it lazily: it brings the parser along, and KaTeX once there is mathematics. */
import { useMemo } from "react";
import { type DrawMath, hasMath, toHtml } from "./markdown-text";
import { useObservable } from "./use-observable";
import "./markdown.css";

/** KaTeX once it is there. */
let draw: DrawMath | null = null;
let asked = false;
const listeners = new Set<() => void>();
const loaded = {
  get: () => draw,
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

function load(): void {
  if (asked) return;
  asked = true;
  import("./math").then(
    (math) => {
      draw = math.drawMath;
      for (const listener of [...listeners]) listener();
    },
    () => {
      asked = false; // no network: the next text tries again
    },
  );
}

interface MarkdownProps {
  readonly text: string;
  /** One line, without a paragraph around it. */
  readonly inline?: boolean;
}

export function Markdown({ text, inline = false }: MarkdownProps) {
  const drawn = useObservable(loaded);
  const html = useMemo(() => {
    if (hasMath(text)) load();
    return { __html: toHtml(text, drawn, inline) };
  }, [text, drawn, inline]);
  const Tag = inline ? "span" : "div";
  // biome-ignore lint/security/noDangerouslySetInnerHtml: markdown-it escapes raw HTML and checks links; KaTeX escapes TeX.
  return <Tag className="markdown" dangerouslySetInnerHTML={html} />;
}
