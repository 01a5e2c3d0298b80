// What decides what is encoded is loaded after the page's first picture: until then everything is sent, as well as it can be.
import type { Encodings } from "../wire/session";
import type { Later } from "./own-media";
import type { Sending, SendingParts } from "./sending";

export class SendingLater {
  #sending: Sending | null = null;
  #waiting: ((sending: Sending) => void)[] = [];
  #stopped = false;

  constructor(parts: SendingParts & { readonly later: Later }) {
    void parts
      .later(() => import("./sending"))
      .then((loaded) => {
        if (this.#stopped) return;
        this.#sending = new loaded.Sending(parts);
        for (const act of this.#waiting.splice(0)) act(this.#sending);
      });
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
