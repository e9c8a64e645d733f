import { afterAll, beforeAll, expect, test } from 'vitest';
import { aChat, answered, putInState, type Chat } from '../../../tests/makers/chat.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { currentText } from './consent-texts.ts';
import { answerConsent, hasConsent, listConsents } from './consents.server.ts';
import { makeLogin } from './inner/logins.server.ts';
import { becomePerson } from './persons.server.ts';
import { chatOf } from '#domain/club/chat.server.ts';
import { plainTranscriptOf, transcriptOf } from '#domain/club/transcript.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

let world: World;
let nobody: Ctx;
beforeAll(async () => {
  world = await openWorld({ now: '2026-11-22T12:06:00Z' });
  nobody = world.as(null);
});
afterAll(() => world.close());

async function transcripts(chat: Chat): Promise<string> {
  const page = await transcriptOf(nobody, chat.slug, chat.date);
  const plain = await plainTranscriptOf(nobody, chat.slug, chat.date);
  return JSON.stringify([page, plain]);
}

test('a newcomer has agreed to being here, in today’s wording, and to nothing that they did not say', async () => {
  const loginId = (await makeLogin(nobody, { email: 'new@example.org' })) ?? '';
  const about = { handle: 'newcomer', name: 'New', bio: '', roles: [], zone: 'UTC' };
  const made = await becomePerson(nobody, loginId, { ...about, transcript: false });
  if ('refused' in made) throw new Error(made.refused);
  const { personId } = made;
  expect(await hasConsent(nobody, personId, 'account')).toBe(true);
  for (const kind of ['transcript', 'research', 'federation', 'push'] as const)
    expect(await hasConsent(nobody, personId, kind), kind).toBe(false);
  const viewer = { personId, handle: 'newcomer', name: 'New', operator: false, zone: 'UTC' };
  const [account] = await listConsents(world.as(viewer));
  expect(account?.answers).toMatchObject([
    { textVersion: currentText('account').version, withdrawn: null },
  ]);
});

test('each yes and each taking back stays on record with its day and wording', async () => {
  const anna = world.as(await world.aPatient());
  const before = world.clock.now();
  for (const agrees of [true, true, false, false, true]) {
    await answerConsent(anna, 'research', agrees);
    world.clock.turnBy(1000);
  }
  const line = (await listConsents(anna)).find(({ kind }) => kind === 'research');
  const at = (second: number) => new Date(before.getTime() + second * 1000);
  expect(line).toMatchObject({
    agrees: true,
    answers: [
      { given: at(0), withdrawn: at(2) },
      { given: at(3), withdrawn: at(3) },
      { given: at(4), withdrawn: null },
    ],
  });
  world.clock.turnTo(before);
});

test('a yes pressed twice at once is on record once', async () => {
  const anna = world.as(await world.aPatient());
  await Promise.all([1, 2, 3].map(() => answerConsent(anna, 'push', true)));
  const line = (await listConsents(anna)).find(({ kind }) => kind === 'push');
  expect(line?.answers).toHaveLength(1);
});

test('being here is taken back by leaving only, and nobody answers for a visitor', async () => {
  const anna = world.as(await world.aPatient());
  expect(await answerConsent(anna, 'account', false)).toEqual({ refused: 'gone' });
  expect(await answerConsent(nobody, 'research', true)).toEqual({ refused: 'gone' });
});

test('who takes their lines out of transcripts is in none, in no form, and comes back with a yes', async () => {
  const chat = await aChat(world);
  const person = await world.aPerson({ name: 'Wren of the wall' });
  const anna = world.as(person);
  const other = world.as(await world.aPerson());
  const { id } = await answered(anna, chat, 'The mask smelled of oranges.');
  await answered(other, chat, 'Mine of rubber.', { parentId: id });
  expect(await transcripts(chat)).toContain('oranges');
  await answerConsent(anna, 'transcript', false);
  const without = await transcripts(chat);
  for (const word of ['oranges', 'Wren', person.handle]) expect(without).not.toContain(word);
  expect(without).toContain('rubber');
  world.clock.turnBy(1000);
  await answerConsent(anna, 'transcript', true);
  expect(await transcripts(chat)).toContain('oranges');
});

test('while the chat is open its lines can be read, and in the archive they are gone as well', async () => {
  const chat = await aChat(world);
  const anna = world.as(await world.aPerson({ name: 'Heron of the weir' }));
  await answered(anna, chat, 'I counted tiles.');
  await answerConsent(anna, 'transcript', false);
  const read = async () => JSON.stringify(await chatOf(nobody, chat.monthId));
  expect(await read()).toContain('tiles');
  await putInState(world, chat, 'archived');
  const later = await read();
  expect(later).not.toMatch(/tiles|Heron/);
  expect(later).toContain('"gone":"removed"');
});
