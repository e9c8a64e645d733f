import { expect, test } from 'vitest';
import type { PollView } from './view.ts';
import { pollChangeIn, pollOnDesk, readWriting } from './writing-form.ts';

const standing: PollView = {
  options: [
    { title: 'Music', votes: null },
    { title: 'A friend', votes: null },
  ],
  multiple: false,
  ends: '2026-12-01T00:00:00.000Z',
  ended: false,
  votes: 3,
  voters: 3,
  own: [],
};

function form(options: string[], more: Record<string, string> = {}) {
  const data = new FormData();
  for (const option of options) data.append('option', option);
  for (const [name, value] of Object.entries(more)) data.set(name, value);
  return readWriting(data);
}

test('a poll that comes back as it stands is left alone, whatever time stands beside it', () => {
  expect(pollOnDesk(standing)).toMatchObject({
    options: ['Music', 'A friend'],
    pollHidden: true,
  });
  const same = form(['Music', 'A friend', ''], { pollHidden: 'yes', pollTime: '604800' });
  expect(pollChangeIn(same, standing)).toBeUndefined();
  expect(pollChangeIn(form(['', '']), null)).toBeUndefined();
});

test('another answer is another poll, no answers are none, and one can be added', () => {
  const other = form(['Music', 'Silence'], { pollHidden: 'yes', pollTime: '3600' });
  expect(pollChangeIn(other, standing)).toEqual({
    options: ['Music', 'Silence'],
    seconds: 3600,
    multiple: false,
    hidesTotals: true,
  });
  expect(pollChangeIn(form([]), standing)).toBeNull();
  expect(pollChangeIn(form(['Yes', 'No']), null)).toMatchObject({ options: ['Yes', 'No'] });
});
