// Runs before a page's own scripts: notes when the person can press a button: it is there, enabled, under the pointer, and
// painted. `window.wanted`: its words; without them any button will do, also one that waits for a server.
// `usable_ms`: since navigation; null: not yet.
(() => {
  window.usable_ms = null;
  const pressable = (button) => {
    const { left, top, width, height } = button.getBoundingClientRect();
    const under = document.elementFromPoint(left + width / 2, top + height / 2);
    return width > 0 && !(button.disabled && window.wanted) && under !== null && button.contains(under);
  };
  const observer = new MutationObserver(() => {
    const named = ({ textContent }) => window.wanted === undefined || textContent.trim() === window.wanted;
    if (![...document.querySelectorAll("button")].filter(named).some(pressable)) return;
    observer.disconnect();
    // After the next frame, in a task of its own: before, the page would not answer.
    requestAnimationFrame(() => setTimeout(() => (window.usable_ms = performance.now())));
  });
  observer.observe(document, { childList: true, subtree: true, attributes: true });
})();
