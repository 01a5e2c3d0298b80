/** Something that is loaded when it is first asked for; a page does without it until it has come. */
import { loadModule } from "../load-module";

export class Once<T> {
  readonly #load: () => Promise<T>;
  readonly #listeners = new Set<() => void>();
  #value: T | null = null;
  #asked = false;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** null: not there yet. */
  readonly get = (): T | null => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    void loadModule(this.#load, () => {}).then((value) => {
      this.#value = value;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}
