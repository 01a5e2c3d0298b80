/** Which browser and operating system this is, as far as help texts differ. */

export type Browser = "chrome" | "firefox" | "safari" | "ios" | "other";
export type System = "mac" | "windows" | "ios" | "android" | "linux";

/** Reads a user agent string; iPads that call themselves Macs are told by their touch points. */
export function systemOf(userAgent: string, touchPoints: number): System {
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)) return "ios";
  if (/Android/.test(userAgent)) return "android";
  if (/Macintosh/.test(userAgent)) return "mac";
  return /Windows/.test(userAgent) ? "windows" : "linux";
}

/** On iOS every browser has Apple's settings. */
export function browserOf(userAgent: string, touchPoints: number): Browser {
  if (systemOf(userAgent, touchPoints) === "ios") return "ios";
  if (/Firefox\//.test(userAgent)) return "firefox";
  if (/Chrom(e|ium)\/|Edg\//.test(userAgent)) return "chrome";
  return /Safari\//.test(userAgent) ? "safari" : "other";
}

/** What a call needs of a browser: the same for the room and for the connection test. */
export function holdsCalls(): boolean {
  return (
    typeof WebSocket === "function" &&
    typeof RTCPeerConnection === "function" &&
    "addTransceiver" in RTCPeerConnection.prototype &&
    (!globalThis.isSecureContext || typeof navigator.mediaDevices?.getUserMedia === "function")
  );
}
