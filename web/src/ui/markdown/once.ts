/** Something that is loaded when it is first asked for; a page does without it until it has come. */
import { loadModule } from "../load-module";

export class Once<M, T> {
  readonly #load: () => Promise<M>;
  readonly #pick: (module: M) => T | Promise<T>;
  readonly #listeners = new Set<() => void>();
  #value: T | null = null;
  #asked = false;

  /** `load` is the import alone, see `loadModule`; `pick` makes of the module what is wanted. */
  constructor(load: () => Promise<M>, pick: (module: M) => T | Promise<T>) {
    this.#load = load;
    this.#pick = pick;
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
    loadModule(this.#load, () => {})
      .then(this.#pick)
      .then(
        (value) => {
          this.#value = value;
          for (const listener of [...this.#listeners]) listener();
        },
        () => {
          this.#asked = false; // the next drawing asks once more
        },
      );
  }
}
