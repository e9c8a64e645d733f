import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { ZipFile } from 'yazl';
import { actorOf, outboxOf } from './archive-activities.server.ts';
import { pageOf } from './archive-page.server.ts';
import { aboutThisCopy } from './archive-words.server.ts';
import { keepers } from './areas.server.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What is in a copy, before it is written: every area's part, and the names of pictures, videos and sounds. */
export interface ArchiveParts {
  origin: string;
  place: string;
  made: Date;
  handle: string;
  areas: Awaited<ReturnType<typeof readAreas>>;
  pictures: { name: string; alt: string }[];
}

/**
 * The zip of a person's copy, as a stream: pictures are read one after the other while it is written
 * out, so it is never whole in memory. Throws when the person is not there.
 */
export async function zipOf(ctx: Ctx, personId: string): Promise<NodeJS.ReadableStream> {
  const parts = await gather(ctx, personId);
  const zip = new ZipFile();
  const mtime = parts.made;
  for (const [name, write] of texts) {
    // A long history takes a while to write down; whoever reads a page meanwhile goes first.
    await setImmediate();
    zip.addBuffer(Buffer.from(write(parts)), name, { mtime, mode: 0o100600 });
  }
  for (const { name } of parts.pictures) {
    const options = { mtime, mode: 0o100600, compress: false };
    zip.addReadStreamLazy(`media/${name}`, options, (give) => {
      // A picture that went meanwhile is an empty file: the rest of the copy is not lost with it.
      openFile(ctx, name).then(
        (file) => give(null, file ?? Readable.from([])),
        (fault: unknown) => give(fault, Readable.from([])),
      );
    });
  }
  zip.end();
  zip.on('error', (fault) => (zip.outputStream as Readable).destroy(fault as Error));
  return zip.outputStream;
}

async function isThere({ storage }: Ctx, name: string): Promise<boolean> {
  return Boolean((await storage.open(name)) ?? (await storage.openRecording(name)));
}

/** A picture's bytes, or those of a recording as they are read. */
async function openFile({ storage }: Ctx, name: string): Promise<Readable | undefined> {
  const picture = await storage.open(name);
  if (picture) return Readable.from([picture.bytes]);
  return (await storage.openRecording(name))?.read();
}

const texts: readonly [name: string, write: (parts: ArchiveParts) => string][] = [
  ['index.html', pageOf],
  ['README.txt', aboutThisCopy],
  ['person.json', ({ areas }) => json(areas.people)],
  ['posts.json', ({ areas }) => json(areas.posts)],
  ['marks.json', ({ areas }) => json(areas.marks)],
  ['scheduled.json', ({ areas }) => json(areas.scheduled)],
  ['reading.json', ({ areas }) => json(areas.reading)],
  ['connections.json', ({ areas }) => json(areas.connections)],
  ['messages.json', ({ areas }) => json(areas.messages)],
  ['media.json', ({ areas }) => json(areas.media)],
  ['club.json', ({ areas }) => json(areas.club)],
  ['notifications.json', ({ areas }) => json(areas.notifications)],
  ['apps.json', ({ areas }) => json(areas.apps)],
  ['house.json', ({ areas }) => json(areas.house)],
  ['leaving.json', ({ areas }) => json(areas.leaving)],
  ['actor.json', (parts) => json(actorOf(parts))],
  ['outbox.json', (parts) => json(outboxOf(parts))],
];

async function gather(ctx: Ctx, personId: string): Promise<ArchiveParts> {
  const areas = await readAreas(ctx, personId);
  const { profile } = areas.people;
  if (!profile) throw new Error('There is nobody to make a copy for.');
  const { name } = await readSettings(ctx);
  const faces = [profile.avatar, profile.header]
    .filter((face) => face !== null)
    .map((face) => ({ name: face, alt: '' }));
  const known = new Map(
    [...faces, ...areas.club.pictures, ...areas.media].map((one) => [one.name, one]),
  );
  const pictures = [];
  for (const { name: file, alt } of known.values())
    if (await isThere(ctx, file)) pictures.push({ name: file, alt });
  return {
    origin: ctx.config.origin,
    place: name,
    made: ctx.clock.now(),
    handle: profile.handle,
    areas,
    pictures,
  };
}

async function readAreas(ctx: Ctx, personId: string) {
  return {
    people: await keepers.people.exportFor(ctx, personId),
    posts: await keepers.posts.exportFor(ctx, personId),
    messages: await keepers.messages.exportFor(ctx, personId),
    media: await keepers.posts.exportMedia(ctx, personId),
    marks: await keepers.posts.exportMarks(ctx, personId),
    scheduled: await keepers.posts.exportScheduled(ctx, personId),
    reading: await keepers.posts.exportReading(ctx, personId),
    connections: await keepers.connections.exportFor(ctx, personId),
    boundaries: await keepers.boundaries.exportFor(ctx, personId),
    club: await keepers.club.exportFor(ctx, personId),
    notifications: await keepers.notifications.exportFor(ctx, personId),
    apps: await keepers.apps.exportFor(ctx, personId),
    house: await keepers.house.exportFor(ctx, personId),
    leaving: await keepers.leaving.exportFor(ctx, personId),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
