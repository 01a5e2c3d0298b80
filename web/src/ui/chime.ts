/** Two short tones, made by the page: nothing has to be loaded to be heard. */

const RATE_HZ = 24_000;
const TONES_HZ = [523.25, 659.25] as const;
const TONE_SECONDS = 0.35;
const LOUDNESS = 0.35;
const HEADER_BYTES = 44;

/** A WAVE file (RIFF, 16 bit PCM, one channel). */
export function chime(): Blob {
  const each = Math.round(RATE_HZ * TONE_SECONDS);
  const bytes = each * TONES_HZ.length * 2;
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + bytes));
  const text = (at: number, word: string) => {
    for (let i = 0; i < word.length; i++) view.setUint8(at + i, word.charCodeAt(i));
  };
  text(0, "RIFF");
  view.setUint32(4, HEADER_BYTES - 8 + bytes, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE_HZ, true);
  view.setUint32(28, RATE_HZ * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, bytes, true);
  TONES_HZ.forEach((pitch, tone) => {
    for (let i = 0; i < each; i++) {
      const fade = Math.sin((Math.PI * i) / each);
      const sample = LOUDNESS * fade * Math.sin((2 * Math.PI * pitch * i) / RATE_HZ);
      view.setInt16(HEADER_BYTES + 2 * (tone * each + i), Math.round(sample * 32_767), true);
    }
  });
  return new Blob([view], { type: "audio/wav" });
}
