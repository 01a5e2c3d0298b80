// Runs before a page's own scripts, after watch.js: notes when calls for help, progress, thumbnails and strokes were on the
// page, and when the pen moved and was lifted. Instants as in watch.js.
(() => {
  const epoch = () => performance.timeOrigin + performance.now();
  const desk = { changes: [], strokes: {}, moved: [], lifted: [], sheet: null };
  window.desk = desk;

  const last = new Map();
  const note = (what, value) => {
    if (value === undefined || last.get(what) === value) return;
    last.set(what, value);
    desk.changes.push({ what, value, at: epoch() });
  };
  const calling = new Set();
  const look = () => {
    const calls = new Set([...document.querySelectorAll(".help-item b")].map(({ textContent }) => textContent));
    for (const name of calls.union(calling)) note(`help ${name}`, calls.has(name) ? "shown" : "gone");
    for (const name of calls) calling.add(name);
    for (const lane of document.querySelectorAll(".lane")) {
      const student = lane.dataset.student;
      note(`progress ${student}`, lane.querySelector(".lane-progress b")?.textContent);
      note(`thumbnail ${student}`, lane.querySelector("canvas")?.dataset.count);
    }
  };
  const watched = { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["data-count"] };
  new MutationObserver(look).observe(document, watched);

  addEventListener("pointermove", ({ timeStamp, buttons }) => buttons && desk.moved.push(performance.timeOrigin + timeStamp), true);
  addEventListener("pointerup", ({ timeStamp }) => desk.lifted.push(performance.timeOrigin + timeStamp), true);

  /** The first change after `since` that made this so, or undefined. `value`: absent for any. */
  desk.changed = (what, since, value) =>
    desk.changes.find((each) => each.what === what && each.at > since && (value === undefined || each.value === value))?.at;

  const excalidraw = () => {
    const root = document.querySelector(".excalidraw");
    const key = root && Object.keys(root).find((name) => name.startsWith("__reactFiber$"));
    for (let fiber = key && root[key]; fiber; fiber = fiber.return)
      if (fiber.stateNode?.scene?.getElementsIncludingDeleted) return fiber.stateNode;
    return null;
  };
  const stamp = ({ version, versionNonce }) => `${version}:${versionNonce}`;

  /** Stamps of the open board's elements, by id. */
  desk.sheet = () =>
    Object.fromEntries((excalidraw()?.scene.getElementsIncludingDeleted() ?? []).map((element) => [element.id, stamp(element)]));

  /** From now on, note when which version of an element was in the open board's scene. */
  desk.watchSheet = () => {
    const { scene } = excalidraw();
    const take = () => {
      const at = epoch();
      for (const element of scene.getElementsIncludingDeleted()) {
        const seen = (desk.strokes[element.id] ??= {});
        seen[stamp(element)] ??= at;
      }
    };
    take();
    scene.onUpdate(take);
  };
})();
