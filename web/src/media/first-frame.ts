// Marks for measurements: when the person clicked, and when the first frame after that was on the screen.

const JOIN = "deskside:join";
const FIRST_FRAME = "deskside:first-frame";

export class FirstFrame {
  #clicked = false;
  #seen = false;
  #tell = () => {};
  /** Resolves with that frame. */
  readonly shown = new Promise<void>((resolve) => {
    this.#tell = resolve;
  });

  clicked(): void {
    this.#clicked = true;
    performance.mark(JOIN);
  }

  watch(video: HTMLVideoElement): () => void {
    if (!("requestVideoFrameCallback" in video)) return () => {};
    let callback = 0;
    const onFrame = (): void => {
      if (this.#seen) return;
      if (this.#clicked) {
        this.#seen = true;
        performance.mark(FIRST_FRAME);
        this.#tell();
      } else callback = video.requestVideoFrameCallback(onFrame);
    };
    callback = video.requestVideoFrameCallback(onFrame);
    return () => video.cancelVideoFrameCallback(callback);
  }
}
