import type { LiveDoor } from './chat-stream.server.ts';
import { signedInDoor } from './signed-in-door.server.ts';
import type { Services } from '#platform/services.server.ts';
import { eventBytes, usualBounds, type StreamBounds } from '#platform/sse.server.ts';

const again = eventBytes({ data: 'again' });

/**
 * Says to open pages of messages in which conversations something is new: `GET /live/messages`, server-sent
 * events whose data are the conversations' ids, for people who are signed in, of their own conversations
 * alone. No word of a message comes this way. It begins with `again`, and says so after a gap: whoever reads
 * that asks for what is new, and misses nothing from then on.
 */
export function messagesDoor(services: Services, bounds: StreamBounds = usualBounds): LiveDoor {
  const { live } = services;
  const door = signedInDoor(services, { path: '/live/messages', bounds, greeting: again });
  const deaf = live.hear(({ kind, id, about = [] }) => {
    if (kind !== 'conversation') return;
    const bytes = eventBytes({ data: about.join(' ') });
    for (const [reader, personId] of door.readers) if (personId === id) reader.write(bytes);
  });
  live.onGap(() => door.tellAll(again));

  return {
    open: door.open,
    close() {
      deaf();
      door.close();
    },
  };
}
