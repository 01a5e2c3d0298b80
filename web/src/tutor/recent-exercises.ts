/** What this tutor gave lately, newest first; remembered by the browser. */
const KEY = "deskside:recent-exercises";
const KEPT = 5;

export function recentExercises(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return []; // storage is switched off
  }
}

export function remember(exerciseId: string): void {
  const kept = [exerciseId, ...recentExercises().filter((id) => id !== exerciseId)].slice(0, KEPT);
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // storage is switched off: nothing is recent
  }
}
