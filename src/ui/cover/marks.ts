/** A place in the picture, in its pixels. */
export interface Point {
  x: number;
  y: number;
}

/** A part of the picture, in its pixels. */
export interface Box extends Point {
  width: number;
  height: number;
}

/** One thing that was covered: a stroke of the brush, or a box that is blurred or black. */
export type Mark =
  | { kind: 'stroke'; breadth: number; points: readonly Point[] }
  | { kind: 'box'; look: Look; box: Box };

/** How a place looks once it is covered. */
export type Look = 'blur' | 'bar';

/** The box between two places, on whole pixels, so that no edge shines through; never outside of the picture. */
export function boxBetween(
  one: Point,
  other: Point,
  { width, height }: { width: number; height: number },
): Box {
  const inside = (value: number, most: number) => Math.min(Math.max(value, 0), most);
  const x = Math.floor(inside(Math.min(one.x, other.x), width));
  const y = Math.floor(inside(Math.min(one.y, other.y), height));
  const right = Math.ceil(inside(Math.max(one.x, other.x), width));
  const below = Math.ceil(inside(Math.max(one.y, other.y), height));
  return { x, y, width: right - x, height: below - y };
}

/** Burns a mark into the pixels. `blur` is the whole picture as it looks blurred, to paint with. */
export function burn(
  pen: CanvasRenderingContext2D,
  mark: Mark,
  blur: CanvasPattern | string,
): void {
  if (mark.kind === 'box') {
    const { x, y, width, height } = mark.box;
    pen.fillStyle = mark.look === 'bar' ? '#000' : blur;
    pen.fillRect(x, y, width, height);
    return;
  }
  const [first, ...more] = mark.points;
  if (!first) return;
  Object.assign(pen, {
    strokeStyle: blur,
    lineWidth: mark.breadth,
    lineCap: 'round',
    lineJoin: 'round',
  });
  pen.beginPath();
  pen.moveTo(first.x, first.y);
  // A tap is a stroke to where it began.
  for (const { x, y } of more.length > 0 ? more : [first]) pen.lineTo(x, y);
  pen.stroke();
}

/** How a box of the keyboard moves: arrows move it, with Shift they make it larger or smaller. */
export function movedBox(
  box: Box,
  { key, shiftKey }: { key: string; shiftKey: boolean },
  { width, height }: { width: number; height: number },
): Box | undefined {
  const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  if (!by) return undefined;
  const step = Math.max(1, Math.round(Math.max(width, height) / 50));
  const [across = 0, down = 0] = by.map((one) => one * step);
  const clamp = (value: number, least: number, most: number) =>
    Math.min(Math.max(value, least), most);
  if (!shiftKey)
    return {
      ...box,
      x: clamp(box.x + across, 0, width - box.width),
      y: clamp(box.y + down, 0, height - box.height),
    };
  return {
    ...box,
    width: clamp(box.width + across, Math.min(step, width), width - box.x),
    height: clamp(box.height + down, Math.min(step, height), height - box.y),
  };
}

/** The box that the keyboard begins with: a quarter of the picture, in its middle. */
export function middleBox({ width, height }: { width: number; height: number }): Box {
  const side = (length: number) => Math.max(1, Math.round(length / 4));
  const from = (length: number) => Math.floor((length - side(length)) / 2);
  return { x: from(width), y: from(height), width: side(width), height: side(height) };
}

/** Where a box is, for somebody who does not see it. */
export function boxWords(box: Box, { width, height }: { width: number; height: number }): string {
  const part = (length: number, of: number) => `${Math.round((100 * length) / of)}%`;
  return `The box: ${part(box.x, width)} from the left, ${part(box.y, height)} from the top, ${part(box.width, width)} wide, ${part(box.height, height)} high.`;
}
