/** Icons, drawn inline (24 × 24, stroked). They carry no meaning of their own: the control around them has the name. */
import "./icons.css";

const PATHS = {
  mic: "M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5 11a7 7 0 0 0 14 0M12 18v3",
  micOff:
    "M9 9v2a3 3 0 0 0 4.6 2.5M15 10.5V6a3 3 0 0 0-5.8-1M5 11a7 7 0 0 0 10.8 5.9M19 11a7 7 0 0 1-.6 2.8M12 18v3M3.5 3.5l17 17",
  camera:
    "M4 6.5h9A1.5 1.5 0 0 1 14.5 8v8a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 16V8A1.5 1.5 0 0 1 4 6.5ZM14.5 11l7-3.5v9l-7-3.5",
  cameraOff:
    "M10 6.5h3A1.5 1.5 0 0 1 14.5 8v3l7-3.5v9l-5-2.5M14 17.3a1.5 1.5 0 0 1-1 .2H4A1.5 1.5 0 0 1 2.5 16V8A1.5 1.5 0 0 1 4 6.500h1M3.5 3.500l17 17",
  screen:
    "M3.5 4.500h17A1 1 0 0 1 21.5 5.500v10a1 1 0 0 1-1 1h-17a1 1 0 0 1-1-1v-10a1 1 0 0 1 1-1ZM8 20.500h8M12 13V8M9.5 10.200 12 7.700l2.5 2.5",
  leave: "M14 4H6.500A1.5 1.5 0 0 0 5 5.500v13A1.5 1.5 0 0 0 6.5 20H14M10 12h11M17.5 8.5 21 12l-3.5 3.5",
  hand: "M7.5 12V6.500a1.5 1.5 0 0 1 3 0V11M10.5 11V4.500a1.5 1.5 0 0 1 3 0V11M13.5 11V5.500a1.5 1.5 0 0 1 3 0V12M16.5 12V9a1.5 1.5 0 0 1 3 0v5.500a6.5 6.5 0 0 1-6.5 6.500c-2.800 0-4.300-1.200-5.600-3.400L4.5 14.300a1.600 1.600 0 0 1 2.600-1.800l1.400 1.700",
  megaphone: "M4 10v4h3.500l8.5 4.500v-13L7.5 10H4ZM8 14.5 9.5 20M19 9.500a3.5 3.5 0 0 1 0 5",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
  settings:
    "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM9 19.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  play: "M7.5 5v14l11-7-11-7Z",
  pause: "M8.5 5.500v13M15.5 5.500v13",
  check: "M5 12.5 10 17.5 19.5 7",
  bell: "M6 10a6 6 0 0 1 12 0c0 5 2 6 2 6.500H4C4 16 6 15 6 10ZM10 19.500a2 2 0 0 0 4 0",
  board: "M4 5h16v11H4V5ZM8 20l4-4 4 4M8 12l2.500-3 2 2L15 8",
  chat: "M4 5h16v11H10l-4 4v-4H4V5ZM8 9h8M8 12h5",
  keyboard: "M3 7h18v10H3V7ZM7 10.500h.01M11 10.500h.01M15 10.500h.01M8 14h8",
  pip: "M3 5h18v14H3V5ZM12 12h6.500v4.500H12V12Z",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  book: "M5 4.500h10.500A2.5 2.5 0 0 1 18 7v12.500H7A2 2 0 0 1 5 17.500v-13ZM5 17.500a2 2 0 0 1 2-2h11",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2",
  link: "M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3A4 4 0 0 0 11 18.700l1-1",
  people:
    "M9 11.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.500c.5-3.300 3-5 6.5-5s6 1.700 6.5 5M16 4.800a3.5 3.5 0 0 1 0 6.400M18 14.800c2 .7 3.200 2.300 3.5 4.700",
  alert: "M12 4 2.5 20h19L12 4ZM12 10v4.500M12 17.200v.1",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5M12 8v.1",
  lock: "M6.5 11h11v9h-11v-9ZM9 11V8a3 3 0 0 1 6 0v3",
  unlock: "M6.5 11h11v9h-11v-9ZM9 11V8a3 3 0 0 1 5.800-1",
  download: "M12 4v11M7.500 10.500 12 15l4.500-4.500M5 19.500h14",
  bin: "M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13",
  pen: "M5 19l1-4L16.500 4.500l3 3L9 18l-4 1Z",
  moon: "M20 14.500A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.500Z",
  chevron: "M6 9.500l6 6 6-6",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
