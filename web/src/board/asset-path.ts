// Our own copy of Excalidraw's fonts (vite.config.ts puts it there); else they would come from another site. Excalidraw reads
// it as soon as it is loaded, so this has to be imported before it.
declare global {
  interface Window {
    EXCALIDRAW_ASSET_PATH?: string;
  }
}

window.EXCALIDRAW_ASSET_PATH = "/assets/excalidraw/";

export {};
