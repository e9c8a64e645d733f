import { sql } from 'drizzle-orm';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aChat, answered, type Chat } from '../makers/chat.ts';
import { aGuestPost, type Asked } from '../makers/guest-post.ts';
import { openWorldWithSite, type ServedWorld } from '../site.ts';
import { machinePathsAt, routesAt, walk, type Places, type Seen } from './walk.ts';
import { deleteAnswer } from '#domain/club/answers.server.ts';
import { addHostNote, hideAnswer } from '#domain/club/chat-hosting.server.ts';
import { sayHere } from '#domain/club/presence.server.ts';
import { changeRoles } from '#domain/people/person-roles.server.ts';
import { changePicture } from '#domain/people/profile-pictures.server.ts';
import { changeAliases, changeProfile } from '#domain/people/profile.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

/** What belongs to its owner alone, each in a form that nothing else contains. */
const taint = {
  email: 'taint.private.mail@secret-clinic.example',
  // Written as no list of zones writes it.
  zone: 'aNtarctica/tRoll',
  address: '203.0.113.77',
  phone: '+44 7700 900461',
  record: 'MRN-4417-taint',
  role: 'taintrolenobody',
  alias: '@taintalias@elsewhere.example',
};
const words = Object.values(taint);

let world: ServedWorld;
let nia: Viewer;
let quiet: Viewer;
let chat: Chat;
let guestPost: Asked;

beforeAll(async () => {
  world = await openWorldWithSite({
    env: { LOG_LEVEL: 'silent', TRUSTED_PROXIES: '127.0.0.1,::1' },
  });
  nia = await world.aPerson({ handle: 'nia_taint', name: 'Nia' });
  quiet = await world.aPerson({ handle: 'quiet_sister', name: 'Quiet Sister' });
  chat = await aChat(world);
  guestPost = await aGuestPost(world);
  await plant();
});
afterAll(() => world.close());

async function plant(): Promise<void> {
  const { db } = world.services;
  const as = world.as(nia);
  await db.execute(sql`update login set email = ${taint.email}
    where id = (select login_id from person where handle = 'nia_taint')`);
  await changeProfile(as, {
    name: 'Nia',
    bio: 'I knit.',
    pronouns: '',
    languages: ['de'],
    zone: taint.zone,
  });
  await changeAliases(as, [taint.alias]);
  await changeRoles(as, [
    { role: 'patient', audience: 'nobody' },
    { role: 'carer', audience: 'friends' },
    { role: 'student', audience: 'everyone' },
  ]);
  await db.execute(sql`insert into person_role (person_id, role, audience)
    values (${nia.personId}, ${taint.role}, 'nobody')`);
  const photo = sharp({ create: { width: 500, height: 500, channels: 3, background: '#c43' } });
  const exif = { IFD0: { ImageDescription: taint.record, Copyright: taint.phone } };
  await changePicture(as, 'avatar', await photo.withExif(exif).jpeg().toBuffer());
  await answered(as, chat, 'I slept badly.');
  const taken = await answered(as, chat, `Call me: ${taint.phone}`, { question: 0 });
  await deleteAnswer(as, taken.id);
  const shown = await answered(as, chat, `My number is ${taint.record}`, { question: 0 });
  await hideAnswer(world.as(chat.host), { id: shown.id, reason: 'names a record' });
  await addHostNote(world.as(chat.host), {
    monthId: chat.monthId,
    text: `Her phone is ${taint.phone}`,
  });
  await changeRoles(world.as(quiet), [{ role: 'patient', audience: 'people' }]);
  await sayHere(world.as(quiet), chat.monthId);
  // Visits with an address of their own, as a proxy tells it; a wrong handle is counted by address.
  const headers = { cookie: await world.cookieOf(nia), 'x-forwarded-for': taint.address };
  await fetch(`${world.origin}/@nia_taint`, { headers });
  await fetch(`${world.origin}/@nobody_of_that_name`, { headers: { ...headers, cookie: '' } });
}

function addresses(): string[] {
  const token = guestPost.token;
  const places: Places[] = [
    { club: chat.slug, date: chat.date, handle: 'nia_taint', token: 'none' },
    { club: guestPost.club.slug, date: guestPost.month.date, handle: 'quiet_sister', token },
  ];
  return [
    ...places.flatMap(routesAt),
    ...places.flatMap((place, at) =>
      machinePathsAt(place, at === 0 ? chat.monthId : guestPost.month.id),
    ),
    '/@nia_taint?as=people',
    '/@nia_taint?as=everyone',
  ];
}

const hits = (seen: Seen[], sought: readonly string[]) =>
  seen.flatMap(({ path, text }) =>
    sought.filter((word) => text.includes(word)).map((word) => `${path}: ${word}`),
  );

test('HLT-13: nothing private of anybody is in any answer to a visitor or to another member', async () => {
  const other = await world.aPerson({ handle: 'other_member' });
  for (const cookie of ['', await world.cookieOf(other)]) {
    const seen = await walk(world.origin, addresses(), cookie);
    expect(seen.length).toBeGreaterThan(150);
    expect(hits(seen, words)).toEqual([]);
    const page = seen.find(({ path, status }) => path === '/@nia_taint' && status === 200);
    expect(page?.text).toContain('Student');
    expect(page?.text).not.toMatch(/Patient|Carer/);
  }
}, 120_000);

test('HLT-13: the same look finds what belongs to them when it is their own', async () => {
  const seen = await walk(world.origin, addresses(), await world.cookieOf(nia));
  const found = new Set(hits(seen, words).map((hit) => hit.replace(/^.*?: /, '')));
  expect(found).toContain(taint.alias);
  expect(found).not.toContain(taint.address);
  const hosts = await walk(world.origin, addresses(), await world.cookieOf(chat.host));
  expect(hits(hosts, [taint.phone])).not.toEqual([]);
  expect(hits(hosts, [taint.email, taint.zone, taint.role])).toEqual([]);
}, 120_000);

test('HLT-13: nobody’s network address is kept in any row', async () => {
  const { rows } = await world.services.db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
  );
  const { rows: counted } = await world.services.db.execute(sql`select * from rate_limit`);
  expect(counted.length).toBeGreaterThan(0);
  for (const { name } of rows) {
    const { rows: found } = await world.services.db.execute(
      sql`select from ${sql.identifier(name)} t where t::text like ${`%${taint.address}%`}`,
    );
    expect(found, name).toHaveLength(0);
  }
});

test('HLT-09: nobody learns who is in a chat without answering, nor any count by role under ten', async () => {
  const curious = await world.aPerson({ handle: 'curious' });
  const club = { club: chat.slug, date: chat.date, handle: 'nia_taint', token: 'none' };
  const paths = [...routesAt(club), ...machinePathsAt(club, chat.monthId)].filter(
    (path) => path.startsWith(`/${chat.slug}`) || path.startsWith('/live'),
  );
  for (const cookie of ['', await world.cookieOf(curious)]) {
    const seen = await walk(world.origin, paths, cookie);
    const clubPages = seen.filter(({ path }) => !path.startsWith('/@'));
    expect(hits(clubPages, ['quiet_sister', 'Quiet Sister', quiet.personId])).toEqual([]);
    const figures = seen.find(({ path }) => path.endsWith('/figures'));
    expect(figures?.status).toBe(200);
    expect(figures?.text).not.toMatch(/\b[1-9] (?:patients?|carers?|students?|researchers?)\b/i);
  }
  // The control: a host sees who is there.
  const hosts = await walk(world.origin, paths, await world.cookieOf(chat.host));
  expect(hits(hosts, ['Quiet Sister'])).not.toEqual([]);
}, 120_000);
