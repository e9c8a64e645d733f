import { mayHear, type Audience, type News, type Reader } from './audience.server.ts';
import type { LineFacts, Sources } from './sources.server.ts';
import { inLanes } from './lanes.ts';
import { rememberTold } from './told.server.ts';
import type { Wake } from '#platform/live.server.ts';

/** What streams tell of each kind of wake. */
export type Telling = (wake: Wake) => Promise<void>;

/** How many people's views of a line are read at once: many readers must not take all connections. */
const lanes = 4;

interface Ear {
  reader: Reader;
  key: string;
}

/**
 * Tells readers what a wake means for them. What a line says is read once for each person who hears
 * it, through what they may see; a deletion is told only where the line was told or stands at home, and to nobody
 * whom a block keeps apart from its authors (`about`): asked once, however many listen.
 */
export function tellNews(audience: Audience, sources: Sources): Record<string, Telling> {
  const told = rememberTold();
  const atHome = async (about: { line: string } | { post: string }): Promise<Ear[]> => {
    const people = audience.people();
    const homes = people.length > 0 ? await sources.homes(about, people) : new Set<string>();
    const own = [...homes].flatMap((id) => earsOf(audience, id, 'user'));
    const listIds = [...audience.keys()].flatMap((key) => /^list (\d+)$/.exec(key)?.[1] ?? []);
    const lists = listIds.length > 0 ? await sources.lists(about, listIds) : new Set<string>();
    return [...own, ...[...lists].flatMap((id) => followersOf(audience, `list ${id}`))];
  };
  const tellLine = async (event: string, id: string, ears: Ear[]) => {
    const byPerson = Map.groupBy(ears, ({ reader }) => reader.who.viewer.personId);
    await inLanes([...byPerson.values()], lanes, async (own) => {
      const viewer = own[0]?.reader.who.viewer;
      const status = viewer && (await sources.status(viewer, id));
      if (!status) return;
      const news = { event, payload: JSON.stringify(status) };
      for (const ear of own) {
        tell(ear, news);
        if (!ear.key.startsWith('user')) told.note(id, ear.key);
      }
    });
  };
  const inOpen = (facts: LineFacts) => openKeys(facts).flatMap((key) => followersOf(audience, key));
  const toldEars = (id: string) =>
    [...told.keysOf(id)].flatMap((key) => followersOf(audience, key));

  return {
    line: async ({ id }) => {
      const facts = await sources.line(id);
      if (facts) await tellLine('update', id, [...(await atHome({ line: id })), ...inOpen(facts)]);
    },
    postChanged: async ({ id }) =>
      tellLine('status.update', id, once([...(await atHome({ post: id })), ...toldEars(id)])),
    postDeleted: async ({ id, about = [] }) => {
      const ears = once([...(await atHome({ post: id })), ...toldEars(id)]);
      const people = new Set(ears.map(({ reader }) => reader.who.viewer.personId));
      // To whom it was never shown, its number would say that there was something.
      const apart = people.size > 0 ? await sources.apart(about, [...people]) : new Set();
      for (const ear of ears)
        if (!apart.has(ear.reader.who.viewer.personId)) tell(ear, { event: 'delete', payload: id });
    },
    notification: tellEach(
      'notification',
      (id) => notificationEars(audience, id),
      (viewer, id) => sources.notification(viewer, id),
    ),
    notificationsMerged: async ({ id }) => {
      for (const ear of notificationEars(audience, id))
        tell(ear, { event: 'notifications_merged', payload: '1' });
    },
    conversation: tellEach(
      'conversation',
      (id) => earsOf(audience, id, 'direct'),
      (viewer, id) => sources.conversation(viewer, id),
    ),
    filter: async ({ id }) => {
      for (const ear of earsOf(audience, id, 'user')) tell(ear, { event: 'filters_changed' });
    },
    announcement: async ({ id }) => {
      for (const personId of audience.people())
        await tellAnnouncement(audience, sources, personId, id);
    },
  };
}

/** Tells a person, wherever they listen, of each thing that a wake names, as they may see it. */
function tellEach(
  event: string,
  earsFor: (personId: string) => Ear[],
  read: Sources['notification'],
): Telling {
  return async ({ id: personId, about = [] }) => {
    const ears = earsFor(personId);
    const viewer = ears[0]?.reader.who.viewer;
    if (!viewer) return;
    for (const id of about) {
      const said = await read(viewer, id);
      if (said) for (const ear of ears) tell(ear, { event, payload: JSON.stringify(said) });
    }
  };
}

/** One that is over is taken back. */
async function tellAnnouncement(
  audience: Audience,
  sources: Sources,
  personId: string,
  id: string,
): Promise<void> {
  const ears = earsOf(audience, personId, 'user');
  const viewer = ears[0]?.reader.who.viewer;
  const said = viewer && (await sources.announcement(viewer, id));
  const news: News = said
    ? { event: 'announcement', payload: JSON.stringify(said) }
    : { event: 'announcement.delete', payload: id };
  for (const ear of ears) tell(ear, news);
}

/** `user` brings notifications only to those whose token reads them. */
function notificationEars(audience: Audience, personId: string): Ear[] {
  const ears = ['user', 'user:notification'].flatMap((key) => earsOf(audience, personId, key));
  return ears.filter(({ reader }) => mayHear(reader, 'read:notifications'));
}

function openKeys({ open, local, media, tags }: LineFacts): string[] {
  const places = open ? ['public', local ? 'public:local' : 'public:remote'] : [];
  return [
    ...places.flatMap((key) => (media ? [key, `${key}:media`] : [key])),
    ...tags.flatMap((tag) => [`hashtag ${tag}`, ...(local ? [`hashtag:local ${tag}`] : [])]),
  ];
}

function earsOf(audience: Audience, personId: string, key: string): Ear[] {
  return [...audience.of(personId)]
    .filter((reader) => reader.streams.has(key))
    .map((reader) => ({ reader, key }));
}

function followersOf(audience: Audience, key: string): Ear[] {
  return [...audience.followers(key)].map((reader) => ({ reader, key }));
}

function once(ears: Ear[]): Ear[] {
  const known = new Map<Reader, Set<string>>();
  return ears.filter(({ reader, key }) => {
    const keys = known.get(reader) ?? new Set<string>();
    known.set(reader, keys);
    return !keys.has(key) && keys.add(key);
  });
}

/** Between the look and now it may have left the stream. */
function tell({ reader, key }: Ear, news: News): void {
  const stream = reader.streams.get(key);
  if (stream && mayHear(reader, stream.needs)) reader.tell(stream, news);
}
