// How large tiles are: as large as all of them fit, in at most four columns. Pure; lengths in CSS pixels.

export interface TileLayout {
  readonly columns: number;
  /** Of each tile; of the others where one is large. */
  readonly width: number;
  /** Of the large one; 0: none is. */
  readonly large: number;
}

/** `height` is Infinity where the page scrolls. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

const MOST_COLUMNS = 4;
export const GAP = 12;
/** Narrower than this a tile's times do not fit in one line (the style has the same border). */
const TWO_LINES_BELOW = 296;
const ONE_LINE = 30;
const TWO_LINES = 48;
/** Of a face in a tile that is still worth its place; more tiles than fit like this scroll. */
const LEAST = 176;
/** On a phone, one below the other. */
const ONE_COLUMN_BELOW = 560;
/** Wider than this a webcam's picture only becomes blurred. */
const MOST = 1280;
/** Side by side is read more easily than one below the other, where it costs no more than this. */
const NEARLY = 0.92;
/** Beside a large one. */
const SMALL = 240;

/** The height of a tile: a picture of 16:9 and what stands below it. */
export function tileHeight(width: number): number {
  return (width * 9) / 16 + caption(width);
}

const caption = (width: number) => (width < TWO_LINES_BELOW ? TWO_LINES : ONE_LINE);

/** For so many tiles; `large`: whether one of them is to be large. */
export function tileLayout(count: number, room: Room, large = false): TileLayout {
  if (large && count > 0) return withLarge(count, room);
  const most = Math.min(MOST_COLUMNS, Math.max(1, count), room.width < ONE_COLUMN_BELOW ? 1 : MOST_COLUMNS);
  let best: TileLayout = { columns: 1, width: 0, large: 0 };
  for (let columns = 1; columns <= most; columns++) {
    const wide = across(room.width, columns);
    if (columns > 1 && wide < LEAST) break;
    const width = Math.min(wide, high(room.height, Math.ceil(count / columns), wide), MOST);
    if (width >= best.width * NEARLY) best = { columns, width, large: 0 };
  }
  if (best.width >= LEAST) return whole(best);
  // Not all of them fit: as many columns as make a face large enough, and the rest scrolls.
  const columns = Math.max(1, Math.min(most, Math.floor((room.width + GAP) / (LEAST + GAP))));
  return whole({ columns, width: Math.min(across(room.width, columns), MOST), large: 0 });
}

/** The large one takes what a row of the others leaves; more rows than one scroll. */
function withLarge(count: number, room: Room): TileLayout {
  const columns = Math.min(MOST_COLUMNS, Math.max(1, count - 1), Math.max(1, Math.floor(room.width / LEAST)));
  const width = Math.min(across(room.width, columns), SMALL);
  const others = count > 1 ? tileHeight(width) + GAP : 0;
  const left = Math.min(high(room.height - others, 1, room.width), room.width, MOST);
  return whole({ columns, width, large: Math.max(left, Math.min(room.width, SMALL * 2)) });
}

const across = (width: number, columns: number) => (width - (columns - 1) * GAP) / columns;

/** The widest tile of which so many rows fit, where none is wider than `most`: that decides how many lines stand below it. */
function high(height: number, rows: number, most: number): number {
  const each = (height - (rows - 1) * GAP) / rows;
  const wide = ((each - ONE_LINE) * 16) / 9;
  return Math.min(wide, most) >= TWO_LINES_BELOW
    ? wide
    : Math.min(TWO_LINES_BELOW - 1, Math.max(0, ((each - TWO_LINES) * 16) / 9));
}

const whole = ({ columns, width, large }: TileLayout): TileLayout => ({
  columns,
  width: Math.max(0, Math.floor(width)),
  large: Math.max(0, Math.floor(large)),
});
