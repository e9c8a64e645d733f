import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxBetween, boxWords, middleBox, movedBox, type Box } from './marks.ts';

const picture = { width: 1000, height: 500 };
const key = (name: string, shiftKey = false) => ({ key: name, shiftKey });

test('a box covers every pixel that it touches, and none outside of the picture', () => {
  const box = boxBetween({ x: 10.2, y: 20.9 }, { x: 4.1, y: -7 }, picture);
  expect(box).toEqual({ x: 4, y: 0, width: 7, height: 21 });
  expect(boxBetween({ x: 990, y: 490 }, { x: 5000, y: 5000 }, picture)).toEqual({
    x: 990,
    y: 490,
    width: 10,
    height: 10,
  });
});

test('arrows move the box, and with Shift they make it larger or smaller', () => {
  const box = middleBox(picture);
  expect(box).toEqual({ x: 375, y: 187, width: 250, height: 125 });
  expect(movedBox(box, key('ArrowRight'), picture)).toEqual({ ...box, x: 395 });
  expect(movedBox(box, key('ArrowUp'), picture)).toEqual({ ...box, y: 167 });
  expect(movedBox(box, key('ArrowDown', true), picture)).toEqual({ ...box, height: 145 });
  expect(movedBox(box, key('ArrowLeft', true), picture)).toEqual({ ...box, width: 230 });
  expect(movedBox(box, key('a'), picture)).toBeUndefined();
});

test('however long somebody holds a key, the box stays in the picture and stays a box', () => {
  const names = fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown');
  const presses = fc.array(fc.tuple(names, fc.boolean()), { maxLength: 200 });
  const side = fc.integer({ min: 1, max: 1600 });
  fc.assert(
    fc.property(presses, side, side, (keys, width, height) => {
      const sides = { width, height };
      const start: Box = middleBox(sides);
      const end = keys.reduce(
        (box, [name, shift]) => movedBox(box, key(name, shift), sides) ?? box,
        start,
      );
      expect(Math.min(end.x, end.y, end.width - 1, end.height - 1)).toBeGreaterThanOrEqual(0);
      expect(end.x + end.width).toBeLessThanOrEqual(width);
      expect(end.y + end.height).toBeLessThanOrEqual(height);
    }),
  );
});

test('where the box is can be said', () => {
  expect(boxWords({ x: 100, y: 50, width: 500, height: 125 }, picture)).toBe(
    'The box: 10% from the left, 10% from the top, 50% wide, 25% high.',
  );
});
