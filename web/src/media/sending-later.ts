// What decides what is encoded is loaded beside the page's first picture, not before it: until then everything is sent.
import type { Encodings } from "../wire/session";
import type { Sending, SendingParts } from "./sending";

export class SendingLater {
  #sending: Sending | null = null;
  #waiting: ((sending: Sending) => void)[] = [];
  #stopped = false;

  constructor(parts: SendingParts) {
    const begin = (loaded: typeof import("./sending")) => {
      if (this.#stopped) return;
      this.#sending = new loaded.Sending(parts);
      for (const act of this.#waiting.splice(0)) act(this.#sending);
    };
    import("./sending").then(begin, () => {}); // without it everything is sent, as well as it can be
  }

  readonly tell = (encodings: Encodings) => this.#do((sending) => sending.tell(encodings));
  readonly begin = () => this.#do((sending) => sending.begin());
  readonly follow = () => this.#do((sending) => sending.follow());

  stop(): void {
    this.#stopped = true;
    this.#sending?.stop();
  }

  #do(act: (sending: Sending) => void): void {
    if (this.#sending !== null) act(this.#sending);
    else this.#waiting.push(act);
  }
}
