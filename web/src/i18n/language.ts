/** Which language this page speaks: the one chosen on this machine, else the browser's. All but English are loaded when needed. */
import { type Language, pickLanguage } from "./languages";
import { speak } from "./t";

const KEY = "deskside:language";
type Texts = Readonly<Record<string, string>>;
type Loaded = Exclude<Language, "en">;
/** Where the texts of each language are. */
export type Sources = { readonly [L in Loaded]: () => Promise<Readonly<Record<L, Texts>>> };
const ALL: Sources = { de: () => import("./de") };

/** Milliseconds after which a page is in people's hands: to draw it anew in another language would throw them out of it. */
const LATE_MS = 8000;
/** Milliseconds that a page waits for its language before it is drawn in the one that it has. */
const PATIENCE_MS = 3000;

let chosen: Language = "en";
let wanted: Language = "en";
let sources = ALL;
let redraw: () => void = () => {};
let untilItComes: Loader = (load) => load();

/** Loads a module, again and again until it comes. */
type Loader = <M>(load: () => Promise<M>) => Promise<M>;

/**
 * Find the language, then draw; English draws at once. `draw` is called again whenever another language is spoken. `own`: the
 * page needs no other texts than these.
 */
export function startLanguage(draw: () => void, loader: Loader, own: Sources = ALL): void {
  sources = own;
  redraw = draw;
  untilItComes = loader;
  void change(pickLanguage(remembered(), navigator.languages));
}

export function languageNow(): Language {
  return chosen;
}

/** Speak this language from now on, here and on every page that is opened later. */
export function chooseLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // storage is switched off: the choice holds for this page
  }
  rememberForServer(language);
  void change(language);
}

/** Pages that the server draws itself, such as "this link does not work any more", speak the chosen language too. */
function rememberForServer(language: Language): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari before 18.4 and in Firefox before 140
  document.cookie = `deskside_language=${language}; Path=/; Max-Age=31536000; SameSite=Lax`;
}

async function change(language: Language): Promise<void> {
  wanted = language;
  const began = performance.now();
  const patience = setTimeout(() => redraw(), PATIENCE_MS);
  const texts = language === "en" ? {} : (await untilItComes(() => sources[language]().catch(goOn)))[language];
  clearTimeout(patience);
  if (wanted !== language || performance.now() - began > LATE_MS) return; // another one was chosen meanwhile, or it is late
  chosen = language;
  speak(language, texts);
  document.documentElement.lang = language;
  redraw();
}

/** A language that has not come leaves the page in the one that it has; it is drawn all the same. */
function goOn(error: unknown): never {
  redraw();
  throw error;
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is switched off
  }
}
