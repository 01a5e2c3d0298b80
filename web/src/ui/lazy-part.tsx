/** A part of the page that is loaded when it is first drawn. If it does not come, or breaks, the rest of the page goes on. */
import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import { loadModule, tryNow } from "./load-module";
import { PartBoundary, PartFailed } from "./part-boundary";

type LazyPart<P> = ComponentType<P> & {
  /** Load it now, before it is drawn. */
  ahead(): void;
};

/**
 * As long as it is not there, `waiting` stands in its place; what did not come is tried again by itself and by a button.
 * `beside`: what stays usable although it is missing or broken.
 */
export function lazyPart<M, P extends object>(
  load: () => Promise<M>,
  pick: (module: M) => ComponentType<P>,
  waiting: () => ReactNode = () => null,
  beside: (props: P) => ReactNode = () => null,
): LazyPart<P> {
  let Part: ComponentType<P> | null = null;
  let loading: Promise<void> | null = null;
  const troubled = new Set<() => void>();
  const begin = async () => {
    const module = await loadModule(load, () => {
      for (const tell of troubled) tell();
    });
    Part = pick(module);
  };

  const ahead = () => {
    loading ??= begin();
  };

  // biome-ignore lint/correctness/noComponentHookFactories: as with React.lazy, it is called once for each part, not in a drawing
  function LazyPart(props: P) {
    const [, setLoaded] = useState(Part !== null);
    const [trouble, setTrouble] = useState(false);
    useEffect(() => {
      let here = true;
      const tell = () => setTrouble(true);
      troubled.add(tell);
      loading ??= begin();
      void loading.then(() => here && setLoaded(true));
      return () => {
        here = false;
        troubled.delete(tell);
      };
    }, []);
    if (Part !== null) {
      return (
        <PartBoundary beside={beside(props)}>
          <Part {...props} />
        </PartBoundary>
      );
    }
    if (!trouble) return waiting();
    return (
      <>
        {beside(props)}
        <PartFailed loaded={false} onAgain={tryNow} />
      </>
    );
  }
  return Object.assign(LazyPart, { ahead });
}
