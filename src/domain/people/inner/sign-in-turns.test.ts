import { expect, test } from 'vitest';
import { inTurnOf, mostAtOnce, mostWaiting } from './sign-in-turns.server.ts';

/** Work that lasts until it is told to end. */
function aWork() {
  const begun: number[] = [];
  const { promise: ended, resolve } = Promise.withResolvers<undefined>();
  const end = () => resolve(undefined);
  const work = (n: number) => async () => {
    begun.push(n);
    await ended;
    return n;
  };
  return { begun, work, end };
}

const all = (many: number) => Array.from({ length: many }, (_, n) => n);

test('DOS-25: of one address so many sign in at once, so many wait, and the rest hear it at once', async () => {
  const { begun, work, end } = aWork();
  const room = mostAtOnce + mostWaiting;
  const taken = all(room).map((n) => inTurnOf('192.0.2.1', work(n)));
  expect(await inTurnOf('192.0.2.1', work(room))).toEqual({ refused: 'full' });
  expect(begun).toEqual(all(mostAtOnce));
  // Somebody at another address does not wait for any of them.
  const other = inTurnOf('192.0.2.2', async () => 'other');
  expect(await other).toBe('other');
  end();
  expect(await Promise.all(taken)).toEqual(all(room));
  expect(begun).toEqual(all(room));
});

test('a sign-in that breaks makes room like any other', async () => {
  const broken = all(mostAtOnce + mostWaiting).map(() =>
    inTurnOf('192.0.2.3', () => Promise.reject(new Error('broken'))),
  );
  for (const one of broken) await expect(one).rejects.toThrow('broken');
  expect(await inTurnOf('192.0.2.3', async () => 'fine')).toBe('fine');
});
