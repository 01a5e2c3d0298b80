// What a page's connection is made of, and what it tells: types only.
import type { RoomState, Store } from "../session/store";
import type { IceServer, Refused } from "../wire/commands";
import type { BoardUpdate, Encodings, Offer } from "../wire/session";
import type { Activity } from "./activity";
import type { Admission } from "./api";
import type { OpenLine } from "./line";
import type { Search } from "./seek";
import type { Ways } from "./ways";

export interface ConnectionEvents {
  /** A new grant; the first one comes before any line. */
  admitted(admission: Admission): void;
  /** Relays for connections that are made from now on. */
  relays(servers: readonly IceServer[]): void;
  /** A line is up and the store is as new as the server; `again`: it is not the first one. */
  online(again: boolean): void;
  offer(offer: Offer): void;
  /** What of this page's camera and screen anybody receives. */
  encodings(encodings: Encodings): void;
  board(update: BoardUpdate): void;
  engineRestored(): void;
  /** The server wants to know that the page is drawn. */
  asked(): void;
}

export interface ConnectionParts {
  readonly page: string;
  readonly store: Store<RoomState>;
  readonly activity: Activity;
  admit(): Promise<Admission | Refused>;
  readonly openLine: OpenLine;
  readonly reachable: Search["reachable"];
  readonly ways: Ways;
}
