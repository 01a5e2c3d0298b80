// How hard the processor is pressed, where the browser says so (W3C Compute Pressure; Chromium on https and localhost).

export type Pressure = "nominal" | "fair" | "serious" | "critical";

interface PressureRecord {
  readonly state: Pressure;
}
interface Observer {
  observe(source: "cpu", options: { sampleInterval: number }): Promise<void>;
  disconnect(): void;
}
type MakesObserver = new (changed: (records: readonly PressureRecord[]) => void) => Observer;

const EVERY_MS = 2000;

export class PressureWatch {
  #pressure: Pressure | null = null;
  readonly #observer: Observer | null;

  constructor(made = theBrowsers()) {
    this.#observer = made
      ? new made((records) => {
          this.#pressure = records.at(-1)?.state ?? null;
        })
      : null;
    this.#observer?.observe("cpu", { sampleInterval: EVERY_MS }).catch(() => {}); // not on this machine
  }

  /** Null: the browser does not say. */
  get now(): Pressure | null {
    return this.#pressure;
  }

  stop(): void {
    this.#observer?.disconnect();
  }
}

function theBrowsers(): MakesObserver | undefined {
  const offered = globalThis as { PressureObserver?: MakesObserver };
  return "PressureObserver" in offered ? offered.PressureObserver : undefined;
}

/** More work must not be begun now. */
export const isPressed = (pressure: Pressure | null): boolean => pressure === "serious" || pressure === "critical";
