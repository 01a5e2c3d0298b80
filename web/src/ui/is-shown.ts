/** Whether somebody in front of the page could see this element: it is in it, has a size, and is not made invisible. */
const FAINTEST = 0.3;

export function isShown(element: Element | null): boolean {
  if (element === null || !element.isConnected) return false;
  const { width, height } = element.getBoundingClientRect();
  if (width < 1 || height < 1 || getComputedStyle(element).visibility !== "visible") return false;
  for (let each: Element | null = element; each !== null; each = each.parentElement) {
    if (Number(getComputedStyle(each).opacity) < FAINTEST) return false;
  }
  return true;
}
