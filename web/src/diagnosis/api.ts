/** The connection test's part of the HTTP API (docs/protocol.md, "HTTP"). */
import { anyOf } from "../session/signals";
import type { Offer } from "../wire/session";

export interface TestRoom {
  readonly test_id: string;
  readonly grant: { readonly ice_servers: readonly IceServer[] };
}

interface IceServer {
  readonly urls: readonly string[];
  readonly username: string | null;
  readonly credential: string | null;
}

/** `code` is the problem's; null: nobody answered. */
export class NotAnswered extends Error {
  readonly code: string | null;

  constructor(code: string | null) {
    super(code ?? "unreachable");
    this.code = code;
  }
}

const LIMIT_MS = 8000;

/** Everything rejects with `NotAnswered`. */
export class TestApi {
  readonly #csrf: string;

  constructor(csrf: string) {
    this.#csrf = csrf;
  }

  begin(signal: AbortSignal): Promise<TestRoom> {
    return this.#ask<TestRoom>("POST", "", null, signal);
  }

  async publish(id: string, offer: string, signal: AbortSignal): Promise<string> {
    return (await this.#ask<{ answer: string }>("POST", `/${id}/publish`, { offer }, signal)).answer;
  }

  async subscribe(id: string, signal: AbortSignal): Promise<Offer | null> {
    return (await this.#ask<{ offer: Offer | null }>("POST", `/${id}/subscribe`, null, signal)).offer;
  }

  answer(id: string, answer: string, signal: AbortSignal): Promise<void> {
    return this.#ask<void>("POST", `/${id}/answer`, { answer }, signal);
  }

  /** Also while the page goes away. Never rejects: the server ends the test by itself. */
  async end(id: string): Promise<void> {
    await fetch(`/api/diagnosis/${id}`, { method: "DELETE", headers: this.#headers(), keepalive: true }).catch(
      () => {},
    );
  }

  #headers(): Record<string, string> {
    return { "Content-Type": "application/json", "X-CSRF-Token": this.#csrf };
  }

  async #ask<T>(method: string, path: string, body: object | null, signal: AbortSignal): Promise<T> {
    const response = await fetch(`/api/diagnosis${path}`, {
      method,
      headers: this.#headers(),
      cache: "no-store",
      signal: anyOf([signal, AbortSignal.timeout(LIMIT_MS)]),
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    }).catch(() => {
      throw new NotAnswered(null);
    });
    if (response.status === 204) return undefined as T;
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new NotAnswered(String(answer.code ?? response.status));
    return answer as T;
  }
}
