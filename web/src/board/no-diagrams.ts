// In place of `@excalidraw/mermaid-to-excalidraw` (vite.config.ts): diagrams from text are no part of a lesson, and would be
// two thirds of what is built.
export async function parseMermaidToExcalidraw(): Promise<never> {
  throw new Error("Diagrams from text are not part of Deskside.");
}
