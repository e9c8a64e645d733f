import { boxBetween, burn, type Box, type Look, type Mark, type Point } from './marks.ts';
import { blank, blurOf, drawPicture, fileOf, type Canvas } from './picture.ts';

/** A picture in which somebody covers something: what they covered, and the canvas that shows it. */
export class Covering {
  /** In the order in which it was covered; what comes later lies on top. */
  marks: readonly Mark[] = $state.raw([]);
  /** What is dragged out just now, before it is covered. */
  dragged: Box | undefined = $state.raw();
  readonly shown: Canvas;
  readonly #picture: Canvas;
  readonly #blur: CanvasPattern;
  #begun: Point | undefined;
  #stroke: Point[] = [];

  constructor(
    parts: { picture: Canvas; shown: Canvas; blur: CanvasPattern },
    marks: readonly Mark[],
  ) {
    this.shown = parts.shown;
    this.#picture = parts.picture;
    this.#blur = parts.blur;
    this.#put(marks);
  }

  get sides(): { width: number; height: number } {
    return this.#picture.sheet;
  }

  /** The pointer touches: a stroke begins, or a box. */
  begin(at: Point, { look, breadth }: { look: Look; breadth: number }): void {
    this.#begun = at;
    this.#stroke = look === 'blur' ? [at] : [];
    if (look === 'blur') this.#paint(breadth);
  }

  /** The pointer moves. Every point of a stroke is painted at once. */
  go(points: readonly Point[], { look, breadth }: { look: Look; breadth: number }): void {
    const last = points.at(-1);
    if (!this.#begun || !last) return;
    if (look === 'bar') this.dragged = boxBetween(this.#begun, last, this.sides);
    else {
      this.#stroke.push(...points);
      this.#paint(breadth, points.length + 1);
    }
  }

  /** The pointer lets go, and what it drew counts. A box without room in it is none. */
  end({ look, breadth }: { look: Look; breadth: number }): void {
    const [stroke, box] = [this.#stroke, this.dragged];
    this.#begun = undefined;
    this.#stroke = [];
    this.dragged = undefined;
    if (look === 'blur' && stroke.length > 0)
      this.#put([...this.marks, { kind: 'stroke', breadth, points: stroke }]);
    if (look === 'bar' && box) this.coverBox(box, look);
  }

  coverBox(box: Box, look: Look): void {
    if (box.width > 0 && box.height > 0) this.#put([...this.marks, { kind: 'box', look, box }]);
  }

  undo(): void {
    this.#put(this.marks.slice(0, -1));
  }

  startAgain(): void {
    this.#put([]);
  }

  /** The picture with all that was covered burnt in: nothing of what was there is in its pixels. */
  burnt(): Promise<File | undefined> {
    return fileOf(this.shown);
  }

  #paint(breadth: number, last = 1): void {
    const points = this.#stroke.slice(-last);
    burn(this.shown.pen, { kind: 'stroke', breadth, points }, this.#blur);
  }

  #put(marks: readonly Mark[]): void {
    this.marks = marks;
    this.shown.pen.drawImage(this.#picture.sheet, 0, 0);
    for (const mark of marks) burn(this.shown.pen, mark, this.#blur);
  }
}

/** Opens a picture to cover something in it; undefined where this device cannot. */
export async function openCovering(
  file: Blob,
  marks: readonly Mark[],
): Promise<Covering | undefined> {
  const picture = await drawPicture(file);
  const shown = picture && blank(picture.sheet.width, picture.sheet.height);
  const blurred = picture && blurOf(picture);
  const blur = blurred && shown?.pen.createPattern(blurred.sheet, 'no-repeat');
  return picture && shown && blur ? new Covering({ picture, shown, blur }, marks) : undefined;
}
