import type { LiveDoor } from './chat-stream.server.ts';
import { signedInDoor } from './signed-in-door.server.ts';
import { whoHasAtHome } from '#domain/posts/home-news.server.ts';
import type { Services } from '#platform/services.server.ts';
import { eventBytes, usualBounds, type StreamBounds } from '#platform/sse.server.ts';

const gatherMs = 1000;
const news = eventBytes({ name: 'news', data: '' });

/**
 * Says to open home pages that something is new: `GET /live/home`, server-sent events of the name `news`
 * without words, for people who are signed in. Posts that come within a second are one question to the
 * database and one event for each reader.
 */
export function homeDoor(services: Services, bounds: StreamBounds = usualBounds): LiveDoor {
  const { live, log } = services;
  const door = signedInDoor(services, { path: '/live/home', bounds });
  let lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;

  const tell = async (): Promise<void> => {
    const fresh = lines;
    [lines, timer] = [[], undefined];
    const hear = await whoHasAtHome(services, fresh, [...new Set(door.readers.values())]);
    for (const [reader, personId] of door.readers) if (hear.has(personId)) reader.write(news);
  };
  const deaf = live.hear(({ kind, id }) => {
    if (kind !== 'line' || door.readers.size === 0) return;
    lines.push(id);
    timer ??= setTimeout(() => {
      tell().catch((fault: unknown) => log.warn({ err: fault }, 'home streams missed a line'));
    }, gatherMs);
  });
  // What may have been missed is looked for by the page itself.
  live.onGap(() => door.tellAll(news));

  return {
    open: door.open,
    close() {
      clearTimeout(timer);
      deaf();
      door.close();
    },
  };
}
