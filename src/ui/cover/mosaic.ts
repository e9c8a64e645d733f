/** Pixels as a canvas gives them: four bytes each. */
export interface Pixels {
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
}

/** How many pixels one stone of the mosaic is wide: about twenty stones along the longer side. */
export function stoneOf({ width, height }: { width: number; height: number }): number {
  return Math.max(16, Math.ceil(Math.max(width, height) / 20));
}

/**
 * A picture with one pixel for every stone: the mean of all that lies under it, made a little lighter or darker by
 * chance. Nothing finer can be had back from it, and words cannot be tried out until their means fit.
 * `chance` gives numbers from 0 to 1.
 */
export function mosaicOf(picture: Pixels, stone: number, chance: () => number): Pixels {
  const width = Math.ceil(picture.width / stone);
  const height = Math.ceil(picture.height / stone);
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const shift = Math.round((chance() - 0.5) * 2 * most);
      const mean = meanOf(picture, { left: x * stone, top: y * stone, side: stone });
      data.set([...mean.map((one) => one + shift), 255], 4 * (y * width + x));
    }
  return { data, width, height };
}

/** By how many of 255 steps chance changes a stone. */
const most = 12;

function meanOf(
  { data, width, height }: Pixels,
  { left, top, side }: { left: number; top: number; side: number },
): [red: number, green: number, blue: number] {
  const [right, below] = [Math.min(left + side, width), Math.min(top + side, height)];
  let [red, green, blue] = [0, 0, 0];
  for (let y = top; y < below; y++)
    for (let at = 4 * (y * width + left); at < 4 * (y * width + right); at += 4) {
      red += data[at] ?? 0;
      green += data[at + 1] ?? 0;
      blue += data[at + 2] ?? 0;
    }
  const many = (right - left) * (below - top);
  return [Math.round(red / many), Math.round(green / many), Math.round(blue / many)];
}
