// Draws a board small, without Excalidraw: strokes, lines, shapes, words, and frames in place of pictures. What came from
// another page may be anything: an element that cannot be drawn is left out, and never takes the rest with it.
import { type BoardElement, ordered, type Scene } from "../session/boards";

const PAPER = "#fff";
const MARGIN = 6;
/** A board with one dot on it is not shown larger than this. */
const LARGEST_SCALE = 1;
const LINE_HEIGHT = 1.25;

type Pen = CanvasRenderingContext2D;
type Points = readonly (readonly [number, number])[];

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const number = (value: unknown, otherwise: number) =>
  typeof value === "number" && Number.isFinite(value) ? value : otherwise;
const colour = (value: unknown) => (typeof value === "string" && value !== "transparent" ? value : null);

/** What can be seen, from the bottom up. */
export function visible(scene: Scene): BoardElement[] {
  return ordered([...scene.values()].filter((element) => !element.isDeleted));
}

/** Around all of them, turned ones too; null if there are none. */
export function around(elements: readonly BoardElement[]): Box | null {
  let box: Box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const element of elements) {
    const turned = number(element["angle"], 0) !== 0;
    const [w, h] = sides(element);
    const slack = turned ? Math.hypot(w, h) / 2 - Math.min(w, h) / 2 : number(element["strokeWidth"], 1);
    const [left, top] = corner(element);
    box = {
      left: Math.min(box.left, left - slack),
      top: Math.min(box.top, top - slack),
      right: Math.max(box.right, left + w + slack),
      bottom: Math.max(box.bottom, top + h + slack),
    };
  }
  return elements.length === 0 ? null : box;
}

function sides(element: BoardElement): [number, number] {
  return [Math.abs(number(element.width, 0)), Math.abs(number(element.height, 0))];
}

/** The upper left corner; a stroke may run up and to the left of where it began. */
function corner(element: BoardElement): [number, number] {
  const points = pointsOf(element);
  const [x, y] = [number(element.x, 0), number(element.y, 0)];
  if (points.length === 0) return [x, y];
  const least = (i: 0 | 1) => points.reduce((least, point) => Math.min(least, point[i]), 0);
  return [x + least(0), y + least(1)];
}

/** Draw all of it into the canvas, as large as it fits, but no more than `largest` times its own size. Returns how many
 * elements could not be drawn. */
export function paint(canvas: HTMLCanvasElement, scene: Scene, largest = LARGEST_SCALE): number {
  const pen = canvas.getContext("2d");
  if (pen === null) return 0;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.fillStyle = PAPER;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  const elements = visible(scene);
  const box = around(elements);
  if (box === null) return 0;
  const [wide, high] = [Math.max(1, box.right - box.left), Math.max(1, box.bottom - box.top)];
  const most = largest * (globalThis.devicePixelRatio ?? 1);
  const scale = Math.min((canvas.width - 2 * MARGIN) / wide, (canvas.height - 2 * MARGIN) / high, most);
  pen.translate(canvas.width / 2, canvas.height / 2);
  pen.scale(scale, scale);
  pen.translate(-(box.left + box.right) / 2, -(box.top + box.bottom) / 2);
  return elements.filter((element) => !drawn(pen, element, 1 / scale)).length;
}

function drawn(pen: Pen, element: BoardElement, hair: number): boolean {
  pen.save();
  try {
    one(pen, element, hair);
    return true;
  } catch {
    return false;
  } finally {
    pen.restore();
  }
}

/** `hair`: the width of the thinnest line that can be seen. */
function one(pen: Pen, element: BoardElement, hair: number): void {
  const [left, top] = corner(element);
  const angle = number(element["angle"], 0);
  if (angle !== 0) {
    const [w, h] = sides(element);
    const [cx, cy] = [left + w / 2, top + h / 2];
    pen.translate(cx, cy);
    pen.rotate(angle);
    pen.translate(-cx, -cy);
  }
  pen.translate(number(element.x, 0), number(element.y, 0));
  pen.globalAlpha = number(element["opacity"], 100) / 100;
  pen.lineWidth = Math.max(hair, number(element["strokeWidth"], 1) * (element.type === "freedraw" ? 2 : 1));
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.strokeStyle = colour(element["strokeColor"]) ?? "transparent";
  pen.fillStyle = colour(element["backgroundColor"]) ?? "transparent";
  pen.beginPath();
  shape(pen, element);
}

function shape(pen: Pen, element: BoardElement): void {
  const [width, height] = [number(element.width, 0), number(element.height, 0)];
  switch (element.type) {
    case "freedraw":
    case "line":
    case "arrow":
      trace(pen, pointsOf(element));
      if (element.type === "arrow") head(pen, pointsOf(element));
      if (element.type !== "line") pen.fillStyle = "transparent";
      break;
    case "ellipse":
      pen.ellipse(width / 2, height / 2, Math.abs(width / 2), Math.abs(height / 2), 0, 0, 2 * Math.PI);
      break;
    case "diamond":
      trace(pen, [
        [width / 2, 0],
        [width, height / 2],
        [width / 2, height],
        [0, height / 2],
      ]);
      pen.closePath();
      break;
    case "text":
      words(pen, element);
      break;
    case "image":
      pen.fillStyle = "#c9d1d6";
      pen.rect(0, 0, width, height);
      break;
    default:
      pen.rect(0, 0, width, height);
  }
  pen.fill();
  pen.stroke();
}

function trace(pen: Pen, points: Points): void {
  const [first, ...rest] = points;
  if (first === undefined) return;
  pen.moveTo(first[0], first[1]);
  for (const [x, y] of rest) pen.lineTo(x, y);
  if (rest.length === 0) pen.lineTo(first[0], first[1]);
}

function head(pen: Pen, points: Points): void {
  const [tip, before] = [points.at(-1), points.at(-2)];
  if (tip === undefined || before === undefined) return;
  const direction = Math.atan2(tip[1] - before[1], tip[0] - before[0]);
  const size = Math.min(20, Math.hypot(tip[0] - before[0], tip[1] - before[1]) / 2);
  for (const side of [-1, 1]) {
    const angle = direction + Math.PI + side * 0.4;
    pen.moveTo(tip[0], tip[1]);
    pen.lineTo(tip[0] + size * Math.cos(angle), tip[1] + size * Math.sin(angle));
  }
}

function words(pen: Pen, element: BoardElement): void {
  const size = number(element["fontSize"], 20);
  const align = element["textAlign"];
  pen.fillStyle = colour(element["strokeColor"]) ?? "transparent";
  pen.font = `${size}px sans-serif`;
  pen.textBaseline = "top";
  pen.textAlign = align === "center" || align === "right" ? align : "left";
  const width = number(element.width, 0);
  const at = align === "center" ? width / 2 : align === "right" ? width : 0;
  const lines = typeof element["text"] === "string" ? element["text"].split("\n") : [];
  for (const [i, line] of lines.entries()) pen.fillText(line, at, i * size * LINE_HEIGHT);
}

function pointsOf(element: BoardElement): Points {
  const points: unknown = element["points"];
  return Array.isArray(points) ? (points.filter(isPoint) as unknown as Points) : [];
}

function isPoint(point: unknown): boolean {
  return Array.isArray(point) && Number.isFinite(point[0]) && Number.isFinite(point[1]);
}
