// For tests: a server that a page's connection can be put together with.
import type { Refused } from "../wire/commands";
import type { Session, Welcome } from "../wire/session";
import type { Auth, Line, Message } from "./line";

const PERSON = { watch: { gathered_ms: 0, running_since: null } };
export const view = (seq: number) =>
  ({ seq, tutor: PERSON, lanes: [], observers: [], watch: PERSON.watch }) as unknown as Session;

/** A server: `door` decides what an attempt gets; lines can be cut, silently or not. */
export class FakeServer {
  readonly auths: Auth[] = [];
  /** Of each attempt. */
  readonly byPolls: boolean[] = [];
  readonly acts: string[] = [];
  readonly actIds: (string | undefined)[] = [];
  door: () => "welcome" | "silence" | Refused | null = () => "welcome";
  answers = true;
  /** Of lines by polls. */
  better = new Promise<void>(() => {});
  /** So many lines, the first ones, carry nothing any more. */
  deaf = 0;
  relays: readonly unknown[] | null = null;
  seq = 3;
  cut: () => void = () => {};
  tell: (message: Message) => void = () => {};

  open(auth: Auth, limitMs: number, onMessage: (message: Message) => void, byPolls: boolean) {
    this.auths.push(auth);
    this.byPolls.push(byPolls);
    const outcome = this.door();
    if (outcome === "silence") {
      let giveUp = () => {};
      const result = new Promise<null>((resolve) => {
        giveUp = () => resolve(null);
        setTimeout(giveUp, limitMs);
      });
      return { result, taken: () => false, giveUp: () => giveUp() };
    }
    return {
      result: Promise.resolve(outcome === "welcome" ? this.#line(auth, onMessage, byPolls) : outcome),
      taken: () => true,
      giveUp: () => {},
    };
  }

  #line(auth: Auth, onMessage: (message: Message) => void, byPolls: boolean): Line {
    const number = this.auths.length;
    const welcome = { user_id: "me", part: "student", now: 0, seq: this.seq } as const;
    let lose = () => {};
    const lost = new Promise<void>((resolve) => {
      lose = resolve;
    });
    this.cut = lose;
    this.tell = onMessage;
    const fresh = auth.seq === null;
    return {
      welcome: { ...welcome, view: fresh ? view(this.seq) : null, envelopes: fresh ? null : [] } as Welcome,
      lost,
      better: byPolls ? this.better : null,
      close: lose,
      send: (name, _fields, limit, actId) => {
        this.acts.push(name);
        this.actIds.push(actId);
        const [seq, grant] = [this.seq, { token: null, expires_at: null, ice_servers: this.relays }];
        const ack = { ok: true, seq, now: 0, ...grant, view: view(seq), envelopes: null } as never;
        const late = new Promise<null>((resolve) => setTimeout(resolve, limit, null));
        return Promise.race([this.answers && number > this.deaf ? Promise.resolve(ack) : late, lost.then(() => null)]);
      },
    };
  }
}
