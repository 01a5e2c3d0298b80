// Loudness of a microphone track, read whenever somebody draws it.

export class LevelMeter {
  #context: AudioContext | null = null;
  #analyser: AnalyserNode | null = null;
  #source: MediaStreamAudioSourceNode | null = null;
  #samples = new Float32Array(512);

  /** Listen to this track; null: to nothing. */
  listen(track: MediaStreamTrack | null): void {
    this.#source?.disconnect();
    this.#source = null;
    if (track === null) return;
    this.#context ??= new AudioContext();
    this.#analyser ??= new AnalyserNode(this.#context, { fftSize: this.#samples.length });
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(this.#analyser);
    this.wake();
  }

  /** Systems silence a page's sound for a call, and some do not give it back by themselves. */
  wake(): void {
    void this.#context?.resume().catch(() => {}); // not before the next click, some say
  }

  /** 0 to 1: -60 dBFS and below is 0, full scale is 1. */
  level(): number {
    if (this.#source === null || this.#analyser === null) return 0;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
    return Math.min(1, Math.max(0, 1 + (10 * Math.log10(power + 1e-9)) / 60));
  }

  close(): void {
    this.listen(null);
    void this.#context?.close();
    this.#context = null;
    this.#analyser = null;
  }
}
