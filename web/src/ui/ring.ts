/** A soft sound of two notes, for what must not be missed. Made here: nothing is loaded. */

const NOTES_HZ = [660, 880] as const;
const NOTE_SECONDS = 0.18;
const LOUDNESS = 0.12;

export function ring(): void {
  const context = new AudioContext();
  const notes = NOTES_HZ.map((pitch, i) => play(context, pitch, context.currentTime + i * NOTE_SECONDS));
  notes.at(-1)?.addEventListener("ended", () => void context.close());
}

function play(context: AudioContext, frequency: number, begin: number): OscillatorNode {
  const note = new OscillatorNode(context, { frequency });
  const loudness = new GainNode(context, { gain: 0 });
  loudness.gain.setValueAtTime(0, begin);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, begin + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.001, begin + NOTE_SECONDS * 2);
  note.connect(loudness).connect(context.destination);
  note.start(begin);
  note.stop(begin + NOTE_SECONDS * 2);
  return note;
}
