// What the oldest browsers that are served (docs/operations.md: Chrome and Edge 109, Safari 16.4, Firefox 121) lack, one of
// them at least, by MDN's compatibility tables. Syntax is not listed: the parser knows it (scripts.ts).

/** Members of a known owner: `Promise.withResolvers`. */
export const STATICS: ReadonlySet<string> = new Set([
  "AbortSignal.any",
  "Array.fromAsync",
  "Atomics.waitAsync",
  "ClipboardItem.supports",
  "CSS.highlights",
  "Error.isError",
  "Intl.DurationFormat",
  "Intl.Segmenter", // Firefox 125
  "Iterator.concat",
  "Iterator.from",
  "JSON.isRawJSON",
  "JSON.rawJSON",
  "Map.groupBy",
  "Math.f16round",
  "Math.sumPrecise",
  "Object.groupBy",
  "Promise.try",
  "Promise.withResolvers",
  "ReadableStream.from",
  "RegExp.escape",
  "Response.json", // Safari 17
  "Uint8Array.fromBase64",
  "Uint8Array.fromHex",
  "Symbol.asyncDispose",
  "Symbol.dispose",
  "URL.canParse",
  "URL.parse",
  "document.startViewTransition",
  "navigator.connection",
  "navigator.deviceMemory",
  "navigator.userAgentData",
  "navigator.wakeLock", // Firefox 126
]);

/** Globals, bare or of `window`, `self` and `globalThis`. */
export const GLOBALS: ReadonlySet<string> = new Set([
  "AudioEncoder",
  "AudioDecoder",
  "BarcodeDetector",
  "ClipboardItem", // Firefox 127
  "CloseWatcher",
  "DisposableStack",
  "EyeDropper",
  "Float16Array",
  "Highlight",
  "ImageDecoder",
  "Iterator",
  "MediaStreamTrackGenerator",
  "MediaStreamTrackProcessor",
  "PressureObserver",
  "RTCRtpScriptTransform",
  "Sanitizer",
  "SuppressedError",
  "Temporal",
  "URLPattern",
  "VideoDecoder",
  "VideoEncoder",
  "VideoFrame",
  "cancelIdleCallback",
  "documentPictureInPicture",
  "requestIdleCallback", // no Safari
  "scheduler",
  "showOpenFilePicker",
  "showSaveFilePicker",
  "trustedTypes",
]);

/** Members that no other object has, whoever the receiver is. */
export const MEMBERS: ReadonlySet<string> = new Set([
  "ariaNotify",
  "checkVisibility",
  "computedStyleMap",
  "createEncodedStreams",
  "getCoalescedEvents", // Safari 18.2
  "getFloat16",
  "getOrInsert",
  "getOrInsertComputed",
  "getPredictedEvents",
  "getSetCookie",
  "hidePopover",
  "isDisjointFrom",
  "isSubsetOf",
  "isSupersetOf",
  "isWellFormed",
  "moveBefore",
  "requestVideoFrameCallback", // Firefox 132
  "selectAudioOutput",
  "setCodecPreferences", // Firefox 128
  "setFloat16",
  "setFromBase64",
  "setFromHex",
  "setHTMLUnsafe",
  "setSinkId", // Safari 18.4
  "showPopover",
  "symmetricDifference",
  "toReversed", // Chrome 110, as the next two
  "toSorted",
  "toSpliced",
  "toWellFormed",
  "togglePopover",
  "transferToFixedLength",
]);

/** Members whose name other things have too: refused in our own modules, where they are called. */
export const OWN_CALLS: ReadonlySet<string> = new Set(
  "difference intersection toBase64 toHex transfer union with".split(" "),
);

/** Helpers of iterators (Chrome 122), refused on what certainly is one: the result of one of `ITERATORS`. */
export const HELPERS: ReadonlySet<string> = new Set(
  "drop every filter find flatMap forEach map reduce some take toArray".split(" "),
);
export const ITERATORS: ReadonlySet<string> = new Set(["entries", "keys", "matchAll", "values"]);
/** Owners whose method of such a name gives an array: `Object.values(x).map`. */
export const ARRAYS: ReadonlySet<string> = new Set(["Object", "Reflect"]);

export const AT_RULES: ReadonlySet<string> = new Set(
  "counter-style function position-try scope starting-style view-transition".split(" "),
);
/** A selector that is not understood takes its whole rule with it. */
export const SELECTORS =
  /&|:(?:dir|heading|state|active-view-transition-type)\(|:nth-(?:last-)?child\([^)]*\bof\b|:(?:autofill|active-view-transition|buffering|heading|muted|paused|picture-in-picture|playing|popover-open|open|seeking|stalled|user-valid|user-invalid|has-slotted)(?![\w-])|::(?:column|details-content|grammar-error|search-text|spelling-error|highlight|target-text|view-transition|scroll-button|scroll-marker|checkmark|picker)/;
/** Values, where the declaration would be left out, or (with `var()`) be as if it were `unset`. */
export const VALUES =
  /(?<![\w-])(?:(?:color-mix|color|oklch|oklab|lab|lch|light-dark|contrast-color|image-set|xywh|shape|ray|random|progress|round|mod|rem|sin|cos|tan|asin|acos|atan2?|pow|sqrt|hypot|log|exp|abs|sign|linear|anchor|anchor-size|calc-size|if|sibling-index|sibling-count)\(|(?:rgba?|hsla?|hwb)\(\s*from\b|subgrid(?![\w-])|[\d.]+(?:rlh|rcap|cap|rex|ric|rch)(?![\w-]))/i;
