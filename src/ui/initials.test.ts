import { expect, test } from 'vitest';
import { initialsOf, shapeOf } from './initials.ts';

test.each([
  ['Sue Robins', 'SR'],
  ['kim', 'K'],
  ['Maria del Carmen Ortiz', 'MO'],
  ['  "Pocket" friend ', 'PF'],
  ['محمد علي', 'مع'],
  ['李雷', '李'],
  ['🌻', '·'],
  ['', '·'],
])('the name %j is drawn as %j', (name, letters) => {
  expect(initialsOf(name)).toBe(letters);
});

test('a person keeps the same shape everywhere, and people are spread over all six', () => {
  const handles = Array.from({ length: 200 }, (_, n) => `person${n}`);
  expect(new Set(handles.map(shapeOf))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  expect(shapeOf('kim')).toBe(shapeOf('kim'));
});
