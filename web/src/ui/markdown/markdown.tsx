/** Markdown on a page. Import it lazily: it brings the parser along, and KaTeX once there is mathematics. */
import { useMemo } from "react";
import { useObservable } from "../use-observable";
import { hasMath, toHtml } from "./markdown-text";
import { Once } from "./once";
import "./markdown.css";

const katex = new Once(
  () => import("./draw-math"),
  ({ drawMath }) => drawMath,
);

interface MarkdownProps {
  readonly text: string;
  /** One line, without a paragraph around it. */
  readonly inline?: boolean;
}

export function Markdown({ text, inline = false }: MarkdownProps) {
  const drawn = useObservable(katex);
  const html = useMemo(() => {
    if (hasMath(text)) katex.ask();
    return { __html: toHtml(text, drawn, inline) };
  }, [text, drawn, inline]);
  const Tag = inline ? "span" : "div";
  // biome-ignore lint/security/noDangerouslySetInnerHtml: markdown-it escapes raw HTML and checks links; KaTeX escapes TeX.
  return <Tag className="markdown" dir="auto" dangerouslySetInnerHTML={html} />;
}
