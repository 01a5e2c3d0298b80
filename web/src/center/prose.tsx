/** A plain text of the center as it is shown: headings, paragraphs, items. */
import type { Block } from "./consent-api";
import "./prose.css";

const ELEMENTS = { heading: "h3", paragraph: "p", item: "p" } as const;

export function Prose({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <div className="prose">
      {blocks.map(({ kind, text }, place) => {
        const Element = ELEMENTS[kind];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are drawn once, in this order
          <Element key={place} className={kind}>
            {text}
          </Element>
        );
      })}
    </div>
  );
}
