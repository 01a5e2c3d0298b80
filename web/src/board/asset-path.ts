// Our own copy of Excalidraw's fonts (vite.config.ts puts it there); else they would come from another site. Excalidraw reads
// it as soon as it is loaded, so this belongs to what loads the sheet, not to the sheet's own download.
declare global {
  interface Window {
    EXCALIDRAW_ASSET_PATH?: string;
  }
}

window.EXCALIDRAW_ASSET_PATH = "/assets/excalidraw/";

export {};
