import { expect, test } from 'vitest';
import { rememberBearers } from './inner/bearer-memory.server.ts';
import type { Bearer } from './tokens.server.ts';
import type { Live, Wake } from '#platform/live.server.ts';

function aMemory() {
  const hearing: ((wake: Wake) => void)[] = [];
  const live = { hear: (hear: (wake: Wake) => void) => hearing.push(hear), onGap: () => undefined };
  const memory = rememberBearers({} as never, live as unknown as Live);
  return { memory, tell: (kind: string) => hearing.forEach((hear) => hear({ kind, id: '1' })) };
}
const about = { tokenHash: 'hash', since: new Date(0), appId: '1', scopes: ['read'] };
const bearer: Bearer = { ...about, viewer: null };

test('OAU-09: what was looked up while a token ended is not remembered', () => {
  const { memory, tell } = aMemory();
  const early = memory.begin();
  tell('app');
  early('hash', bearer);
  expect(memory.find('hash')).toBeUndefined();
  memory.begin()('hash', bearer);
  expect(memory.find('hash')).toBe(bearer);
});

test.each(['session', 'app', 'person'])(
  'OAU-09: news of the kind %s make every token be looked up again',
  (kind) => {
    const { memory, tell } = aMemory();
    memory.begin()('hash', bearer);
    tell('line');
    expect(memory.find('hash')).toBe(bearer);
    tell(kind);
    expect(memory.find('hash')).toBeUndefined();
  },
);
