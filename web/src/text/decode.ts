// Bytes of a file that somebody chose, as text. What says how it is written (a byte order mark, strict UTF-8) is believed; anything
// else is a guess, and `sure` says so: the person looks at the names and can choose.
export const ENCODINGS = [
  "windows-1252",
  "macintosh",
  "windows-1250",
  "windows-1251",
  "windows-1253",
  "windows-1254",
  "gb18030",
  "shift_jis",
] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface Decoded {
  readonly text: string;
  /** Null: Unicode, and the file says so itself. */
  readonly encoding: Encoding | null;
  readonly sure: boolean;
}

/** Signs that stand in names and tables beside letters. */
const PLAIN = /[\p{L}\p{M}’‘“”–—…«»°ºª§€·\s]/u;
/** A small letter before a large one that is not ASCII: “JŸrgen”, “ZoÎ”. */
const MIXED = /\p{Ll}(?![A-Z])\p{Lu}/gu;

/** `chosen`: what the person says, once they have seen what the guess makes of it. */
export function decode(bytes: Uint8Array, chosen?: Encoding): Decoded {
  if (chosen !== undefined) return { text: new TextDecoder(chosen).decode(bytes), encoding: chosen, sure: false };
  const unicode = strictly(bytes, marked(bytes) ?? "utf-8");
  if (unicode !== null && !unicode.includes("\0")) return { text: unicode, encoding: null, sure: true };
  const [windows, mac] = (["windows-1252", "macintosh"] as const).map((encoding) => ({
    text: new TextDecoder(encoding).decode(bytes),
    encoding,
    sure: false,
  })) as [Decoded, Decoded];
  return oddness(mac.text) < oddness(windows.text) ? mac : windows;
}

/** How much looks as if it were read wrongly. */
function oddness(text: string): number {
  const odd = [...text].filter((sign) => sign > "\x7f" && !PLAIN.test(sign)).length;
  return odd + (text.match(MIXED)?.length ?? 0);
}

function strictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** UTF-16 by its mark, or by the zeros beside every ASCII letter. */
function marked(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const zeros = [0, 0];
  for (const [at, byte] of bytes.subarray(0, 1000).entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) * 4 < Math.min(bytes.length, 1000)) return null;
  return odd > even ? "utf-16le" : "utf-16be";
}
