// One sender whose encodings follow what is wanted.
import type { Encoding } from "./encodings";

/** What is used of a sender (W3C WebRTC 5.2). */
export type Tunable = Pick<RTCRtpSender, "getParameters" | "setParameters">;

export class TunedSender {
  readonly #sender: Tunable;
  #wanted: readonly Encoding[] = [];
  /** What was set last. */
  #made = "";
  #setting = false;

  constructor(sender: Tunable) {
    this.#sender = sender;
  }

  /**
   * The newest wish wins, and nothing is done where it is fulfilled. To be called again and again: what a browser forgot or refused is
   * tried anew each time. Never throws.
   */
  async want(encodings: readonly Encoding[]): Promise<void> {
    this.#wanted = encodings;
    if (this.#setting) return;
    this.#setting = true;
    try {
      while (!this.#isSet()) await this.#set();
    } catch {
      // refused, or the connection was closed meanwhile
    } finally {
      this.#setting = false;
    }
  }

  #isSet(): boolean {
    if (this.#made !== JSON.stringify(this.#wanted)) return false;
    const { encodings = [] } = this.#sender.getParameters();
    return encodings.every(({ active = true }, index) => active === (this.#wanted[index]?.active ?? active));
  }

  async #set(): Promise<void> {
    const wanted = this.#wanted;
    const parameters = this.#sender.getParameters(); // of this very moment ([[LastReturnedParameters]])
    this.#made = JSON.stringify(wanted);
    if (parameters.encodings?.length !== wanted.length) return; // nothing can be set (Firefox before 110): everything is sent
    parameters.encodings = parameters.encodings.map((each, index) => ({ ...each, ...wanted[index] }));
    await this.#sender.setParameters(parameters);
    const refused = this.#sender.getParameters().encodings.some(({ active }, i) => active !== wanted[i]?.active);
    if (refused) throw new DOMException("set without effect", "OperationError");
  }
}
