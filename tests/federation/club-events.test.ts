import { afterAll, beforeAll, expect, test } from 'vitest';
import { settled } from './effects.ts';
import { inboxOf, openStreet, uriOf, type Street } from './open.ts';
import { runs } from './software.ts';
import { about, everybody } from './stranger.ts';
import { ask } from './wire.ts';
import { aClub, aMonth } from '../makers/club.ts';
import { moveMonth } from '#domain/club/clockwork.server.ts';
import { changeMonth, setTimes } from '#domain/club/planning.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

/** Cal keeps a calendar on p1.test, which runs Mobilizon; Mo has Mastodon on p2.test. Both follow the club. */
let street: Street;
let curator: Viewer;
let club: string;
let monthId: string;
let event: string;
const page = 'https://a.test/tea-club/2026-12-16';

beforeAll(async () => {
  street = await openStreet();
  const { a, p1, p2 } = street;
  const made = await aClub(a);
  curator = made.curator;
  club = uriOf(a, made.club.slug);
  monthId = (await aMonth(a, made.club, curator)).id;
  event = `${club}/events/${monthId}`;
  runs(p1, 'Mobilizon');
  runs(p2, 'mastodon');
  for (const [stranger, name] of [[p1, 'cal'] as const, [p2, 'mo'] as const]) {
    const who = await stranger.aPerson(name);
    const follow = about('Follow', who, club, stranger.newId());
    await stranger.say(who, inboxOf(a, made.club.slug), follow);
  }
  await settled(a);
});
afterAll(() => street.close());

/** What the strangers hear while something is done, as types of activities and objects. */
async function heardWhile(act: () => Promise<unknown>) {
  const { a, p1, p2, town } = street;
  const before = [p1, p2].map(({ heard }) => heard.length);
  town.clock.turnBy(1000);
  expect(await act()).not.toHaveProperty('refused');
  await settled(a);
  const [calendar, other] = [p1, p2].map(({ heard }, at) =>
    heard.slice(before[at]).map(({ activity }) => `${activity.type} ${activity.object.type}`),
  );
  return { calendar, other };
}

const moves = (to: 'announced' | 'draft' | 'open') => moveMonth(street.a.as(curator), monthId, to);
const said = () => street.p1.heard.filter(({ activity }) => activity.object.id === event);
const read = (url: string, accept = 'application/activity+json') =>
  ask(street.town, url, { headers: { accept } });

test('a draft is nobody’s event', async () => {
  for (const url of [event, page]) expect((await read(url)).status).toBe(404);
  const heard = await heardWhile(() =>
    changeMonth(street.a.as(curator), monthId, { theme: 'Waiting' }),
  );
  expect(heard).toEqual({ calendar: [], other: [] });
});

test('a month that is announced is an event for calendars, and a note for everybody', async () => {
  const heard = await heardWhile(() => moves('announced'));
  expect(heard.calendar?.sort()).toEqual(['Create Event', 'Create Note']);
  expect(heard.other).toEqual(['Create Note']);
  const { json } = await read(event);
  expect(said().at(-1)?.activity.object).toEqual(json);
  expect(json).toMatchObject({
    ...{ type: 'Event', id: event, attributedTo: club, audience: club, to: [everybody] },
    ...{ name: 'Waiting', url: page, eventStatus: 'EventScheduled', organizers: null },
    ...{ startTime: '2026-12-16T20:00:00+00:00', endTime: '2026-12-16T21:00:00+00:00' },
    timezone: 'Europe/London',
    location: { type: 'VirtualLocation', url: `${page}/chat` },
  });
  expect(json.summary).toContain('Wednesday, 16 December 2026');
  expect(json.content).toBe('<p>How long is too long?</p>');
  expect(JSON.stringify(json)).not.toContain(curator.handle);
  // It would say when somebody worked at what is not asked yet.
  expect(json).not.toHaveProperty('updated');
});

test('it is found from the note, from the page of the month, and leads back to both', async () => {
  const note = street.p2.heardOf('Create').at(-1)?.activity.object;
  expect(note.attachment).toEqual([
    { type: 'Link', href: event, mediaType: 'application/activity+json' },
  ]);
  const { json } = await read(page);
  expect(json).toMatchObject({ id: event, context: note.context });
  expect((await read(event, 'text/html')).headers['location']).toBe(page);
  const shown = await read(page, 'text/html');
  expect(shown.headers['content-type']).toContain('text/html');
  expect((await read(event.replace('tea-club', 'tea-club-live'))).status).toBe(404);
});

test('calendars hear that its date or its words are others, and not how far the month has come', async () => {
  const words = () => changeMonth(street.a.as(curator), monthId, { theme: 'Waiting rooms' });
  const changed = await heardWhile(words);
  expect(changed.calendar?.sort()).toEqual(['Update Event', 'Update Note']);
  expect(changed.other).toEqual(['Update Note']);
  const hour = { date: '2026-12-17', time: '19:30', zone: 'Europe/London', minutes: 90 };
  const later = { date: '2026-12-18', time: '09:00', zone: 'Australia/Sydney', minutes: 60 };
  const hours = [hour, later].map((one) => ({ ...one, choice: null }));
  await heardWhile(() =>
    setTimes(street.a.as(curator), monthId, { hours, opensDays: 7, tailDays: 14 }),
  );
  expect(said().at(-1)?.activity).toMatchObject({
    type: 'Update',
    object: {
      ...{ startTime: '2026-12-17T19:30:00+00:00', endTime: '2026-12-17T21:00:00+00:00' },
      url: 'https://a.test/tea-club/2026-12-17',
      summary: expect.stringContaining('Friday, 18 December 2026'),
    },
  });
  const opened = await heardWhile(() => moves('open'));
  expect(opened).toEqual({ calendar: [], other: [] });
  await heardWhile(() => moves('announced'));
});

test('a month that is withdrawn is taken back everywhere, and may be announced once more', async () => {
  const withdrawn = await heardWhile(() => moves('draft'));
  expect(withdrawn.calendar?.sort()).toEqual(['Delete Tombstone', 'Delete Tombstone']);
  expect(withdrawn.other).toEqual(['Delete Tombstone']);
  expect(said().at(-1)?.activity).toMatchObject({ type: 'Delete', actor: club });
  expect((await read(event)).status).toBe(404);
  const again = await heardWhile(() => moves('announced'));
  expect(again.calendar?.sort()).toEqual(['Create Event', 'Create Note']);
  const ids = said().map(({ activity }) => activity.id);
  expect(new Set(ids).size).toBe(ids.length);
});
