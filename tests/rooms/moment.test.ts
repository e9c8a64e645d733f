import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { sendTo, type Answer } from './house-walk.ts';
import { changeHolds, sayYoung } from '#domain/connections/request-holds.server.ts';
import { changeRoles } from '#domain/people/person-roles.server.ts';
import { sayWork } from '#domain/people/work.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

let world: ServedWorld;
let cookie = '';
let [nora, lily]: Viewer[] = [];
beforeAll(async () => {
  world = await openWorldWithSite({
    working: false,
    remembersLog: true,
    env: { LOG_LEVEL: 'debug' },
  });
  const dara = await world.aPerson({ handle: 'dara', roles: ['professional'] });
  await sayWork(world.as(dara), { profession: 'doctor', jurisdiction: 'UK' });
  cookie = await world.cookieOf(dara);
  nora = await world.aPerson({ handle: 'nora', name: 'Nora' });
  lily = await world.aPerson({ handle: 'lily', name: 'Lily' });
});
afterAll(() => world.close());

const doors = ['befriend?/advise', 'advice?/advise&for=message', 'advice?/advise&for=meet'];
const answers = [
  'ended=never&tie=none&initiator=me&purpose=social&account=professional',
  'ended=now&about=mentalHealth&tie=careTeam&initiator=me&purpose=clinical&account=personal',
  'ended=withinYear&about=minor&about=course&tie=none&initiator=them&purpose=social',
  'ended=longer&about=vulnerable&tie=family&initiator=them&purpose=coproduction',
  'ended=undeclared',
  '',
];

function advised(handle: string, door: string, body: string): Promise<Answer> {
  return sendTo(world.origin, `/@${handle}/${door}`, { cookie, body });
}

function shown(handle: string, page: string): Promise<Answer> {
  return sendTo(world.origin, `/@${handle}/${page}`, { cookie });
}

/** An answer without what names and draws whom it is about, and the moment and the mark of this very answer. */
function plain({ status, headers, body }: Answer) {
  const names = /nora|lily/gi;
  const same = body.replace(/<span class="avatar[^]*?<\/svg>/, '').replaceAll(names, 'them');
  return { status, headers: { ...headers, date: '', etag: '' }, body: same };
}

/** The tables in which a word stands, whatever the column. */
async function tablesWith(word: string): Promise<string[]> {
  const { rows: tables } = await world.services.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await world.services.pool.query(
      `select 1 from ${name} t where t::text like '%${word}%' limit 1`,
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

test('HLT-01: what a professional is told about somebody has the same bytes, whatever that person keeps for themselves', async () => {
  if (!nora || !lily) throw new Error('Nobody is there.');
  const before = plain(await advised('nora', 'befriend?/advise', answers[0] ?? ''));
  await changeRoles(world.as(lily), [
    { role: 'patient', audience: 'nobody' },
    { role: 'carer', audience: 'nobody' },
  ]);
  await changeHolds(world.as(lily), {
    roles: ['professional'],
    places: ['Leeds Cancer Centre'],
    noSharedClub: true,
  });
  await sayYoung(world.as(lily), true);
  for (const page of ['befriend', 'advice?for=message', 'advice?for=contact']) {
    const [one, other] = [await shown('nora', page), await shown('lily', page)];
    expect(one.body, page).toContain('Do you care for this person now');
    expect(plain(other), page).toEqual(plain(one));
  }
  for (const door of doors)
    for (const body of answers) {
      const [one, other] = [await advised('nora', door, body), await advised('lily', door, body)];
      expect(one.status, door).toBe(200);
      expect(plain(other), `${door} ${body}`).toEqual(plain(one));
    }
  expect(plain(await advised('lily', 'befriend?/advise', answers[0] ?? ''))).toEqual(before);
});

test('PRV-28: an answer that was sent without script is kept nowhere, logged nowhere, and stays on no device', async () => {
  const token = 'canary7f3a9c';
  for (const door of doors) {
    const body = `ended=now&about=${token}&tie=${token}&purpose=${token}&extra=${token}`;
    const answer = await advised('nora', door, body);
    expect(answer.headers['cache-control']).toContain('no-store');
    expect(answer.body).toContain('Not now');
    expect(answer.body).not.toContain(token);
  }
  expect(world.logged.join('\n')).not.toContain(token);
  expect(await tablesWith(token)).toEqual([]);
  // The same search finds what is meant to be kept.
  await advised('nora', 'befriend?/ask', 'note=kept5d1e');
  expect(await tablesWith('kept5d1e')).toContain('public.friend_request');
});

test('HLT-03, HLT-25: no grade is said in the words of a machine, and no rule by its number', async () => {
  for (const door of doors)
    for (const body of answers) {
      const { body: page } = await advised('nora', door, body);
      const words = page
        .slice(page.indexOf('<main'), page.indexOf('</main>'))
        .replaceAll(/<[^>]*>/g, ' ');
      expect(words).not.toMatch(
        /\b(den(y|ied)|forbid(den)?|allow(ed)?|users?|error|polic(y|ies)|R\d\d|P\d\d)\b/,
      );
      expect(page).not.toMatch(/["#\s](R\d\d(-\w+)?|P0\d)["\s<]/);
    }
});
