// What people write, as it is compared: the twin of src/deskside/domain/text.py (`fold`), held to it by
// tests/vectors/text.json. Lists are in the language's own order.
const SINGLE = "’‘‚‛‹›′‵´`ʹʻʼʽˈ՚׳";
const DOUBLE = "“”„‟«»″‶〝〞〟״";
const DASHES = "‐‑‒–—―−⁃﹘﹣－˗־➖⸺⸻";
const SLASHES = "⁄∕⧸";
const AS_WRITTEN = new Map<string, string>([
  ...[...SINGLE].map((sign) => [sign, "'"] as const),
  ...[...DOUBLE].map((sign) => [sign, '"'] as const),
  ...[...DASHES].map((sign) => [sign, "-"] as const),
  ...[...SLASHES].map((sign) => [sign, "/"] as const),
  ["ς", "σ"],
]);
const WRITTEN = new RegExp(`[${[...AS_WRITTEN.keys()].join("")}]`, "gu");
// From the first to the last code point, as the twin has them (there with their names).
const INVISIBLE_RANGES: readonly (readonly [number, number])[] = [
  [0x00ad, 0x00ad],
  [0x034f, 0x034f],
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x2800, 0x2800],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];
const LINE_BREAKS = [
  [0x1c, 0x1f],
  [0x85, 0x85],
] as const;
const INVISIBLE = new RegExp(`[${classOf(INVISIBLE_RANGES)}]`, "gu");
const SPACES = new RegExp(`[\\s\\p{Z}${classOf(LINE_BREAKS)}]+`, "gu");
const RAISED = /[⁰¹²³⁴-⁹⁺⁻⁼⁽⁾ⁱⁿ]+/gu;
const FRACTION_AFTER_DIGIT = /(\p{Nd})(?=[¼½¾⅐-⅟↉])/gu;
const ACCENTS = /[\u0300-\u036f]/g;

const asWritten = (text: string): string =>
  text.replace(INVISIBLE, "").replace(WRITTEN, (sign) => AS_WRITTEN.get(sign) ?? sign);

/** The text without case and without the differences that keyboards and systems make (see the twin). */
export function fold(text: string): string {
  const plain = asWritten(text)
    .replace(RAISED, (run) => `^${run}`)
    .replace(FRACTION_AFTER_DIGIT, "$1 ")
    .normalize("NFKC");
  return asWritten(plain.toLowerCase().toUpperCase().toLowerCase().normalize("NFKC"))
    .replace(/\p{Nd}/gu, digit)
    .replace(SPACES, " ")
    .replace(/^ | $/g, "");
}

/** Whether every word that is sought occurs in one of the texts; accents may be left out (“jose” finds José). */
export function finds(sought: string, ...texts: string[]): boolean {
  const words = fold(sought).split(" ");
  const within = fold(texts.join(" "));
  const bare = withoutAccents(within);
  return words.every((word) => within.includes(word) || bare.includes(word));
}

/** By the language's own order (Å after Z in Swedish, beside A in German); numbers in words by their size. */
export function inOrder(language: string | undefined): (a: string, b: string) => number {
  return new Intl.Collator(language, { numeric: true }).compare;
}

const withoutAccents = (folded: string): string => folded.normalize("NFD").replace(ACCENTS, "").normalize("NFC");

function classOf(ranges: readonly (readonly [number, number])[]): string {
  return ranges.map((range) => range.map((code) => `\\u{${code.toString(16)}}`).join("-")).join("");
}

/** Its value: digits of a script are ten in a row, from zero. */
function digit(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}
