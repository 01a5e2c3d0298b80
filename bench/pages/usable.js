// Runs before a page's own scripts: notes when the person can press a button: it is there, enabled, under the pointer and
// painted. `window.wanted`: its words; without them any button will do, also one that waits for a server.
// `usable`: a promise of the milliseconds since navigation.
(() => {
  const pressable = (button) => {
    const { left, top, width, height } = button.getBoundingClientRect();
    const under = document.elementFromPoint(left + width / 2, top + height / 2);
    return width > 0 && !(button.disabled && window.wanted) && under !== null && button.contains(under);
  };
  window.usable = new Promise((resolve) => {
    const look = () => {
      const named = ({ textContent }) => window.wanted === undefined || textContent.trim() === window.wanted;
      if (![...document.querySelectorAll("button")].filter(named).some(pressable)) requestAnimationFrame(look);
      // After this frame, in a task of its own: before, the page would not answer.
      else setTimeout(() => resolve(performance.now()));
    };
    requestAnimationFrame(look);
  });
})();
