/** Says TeX in words, by the speech rules of MathJax' authors: a large chunk, loaded where mathematics names something. */
import katex from "katex";
import base from "speech-rule-engine/lib/mathmaps/base.json?url";
import de from "speech-rule-engine/lib/mathmaps/de.json?url";
import en from "speech-rule-engine/lib/mathmaps/en.json?url";
import { languageNow } from "../../i18n/language";
import { loadModule } from "../load-module";
import { tame } from "./tame";

const RULES: Record<string, string> = { base, de, en };

/** A function that says TeX in the page's language; TeX itself where it cannot be said. */
export async function sayMath(): Promise<(tex: string) => string> {
  const custom = async (locale: string) => (await fetch(RULES[locale] ?? base)).text();
  const features = { locale: languageNow(), domain: "clearspeak", modality: "speech", custom };
  // It begins to load rules while it is imported, by default from another site: it has to know ours before.
  Object.assign(globalThis, { SREfeature: features });
  const engine = await loadModule(
    () => import("speech-rule-engine/lib/sre.js"),
    () => {},
  );
  await engine.setupEngine(features);
  return (tex) => {
    try {
      const mathml = katex.renderToString(tame(tex), {
        output: "mathml",
        strict: "ignore",
        trust: false,
        maxExpand: 200,
      });
      // Of the whole only <math>, without the TeX that KaTeX notes beside it.
      const math = new DOMParser().parseFromString(mathml, "text/html").querySelector("math");
      for (const note of math?.querySelectorAll("annotation") ?? []) note.remove();
      return math === null ? tex : engine.toSpeech(new XMLSerializer().serializeToString(math)) || tex;
    } catch {
      return tex;
    }
  };
}
