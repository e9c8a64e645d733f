import { findSession, livingSessions } from '#domain/people/devices.server.ts';
import type { Services } from '#platform/services.server.ts';
import type { StreamReader } from '#platform/sse.server.ts';

/** The streams of people who are signed in: each ends as soon as its session has. */
export interface SignedInStreams {
  /** Watches a stream that was asked for with these cookies. False for a visitor's, which needs no watching. */
  watch(reader: StreamReader, cookies: string | null): Promise<boolean>;
  forget(reader: StreamReader): void;
  close(): void;
}

/**
 * A right that is lost ends the streams that were opened by it (within a second or two, also when it
 * was lost through another process): a wake `session` names whose sessions to look at again.
 */
export function signedInStreams(services: Services): SignedInStreams {
  const { live, log } = services;
  const watched = new Map<StreamReader, { sessionId: string; personId: string }>();

  const lookAgain = async (about: (personId: string) => boolean): Promise<void> => {
    const mine = [...watched].filter(([, { personId }]) => about(personId));
    if (mine.length === 0) return;
    const living = await livingSessions(
      services,
      mine.map(([, { sessionId }]) => sessionId),
    );
    for (const [reader, { sessionId }] of mine) if (!living.has(sessionId)) reader.end();
  };
  /** Who cannot be looked at is cut: they come back, and are asked who they are. */
  const look = (about: (personId: string) => boolean): void => {
    lookAgain(about).catch((fault: unknown) => {
      log.warn({ err: fault }, 'streams end, since their sessions cannot be looked at');
      for (const [reader, { personId }] of watched) if (about(personId)) reader.end();
    });
  };
  let wakes = 0;
  const deaf = live.hear(({ kind, id }) => {
    if (kind !== 'session') return;
    wakes += 1;
    look((personId) => personId === id);
  });
  live.onGap(() => look(() => true));

  return {
    async watch(reader, cookies) {
      const before = wakes;
      const session = await findSession(services, cookies);
      if (!session) return false;
      if (!reader.open) return true;
      watched.set(reader, session);
      // It may have ended between the look and now, with nobody listening.
      if (wakes !== before) look((personId) => personId === session.personId);
      return true;
    },
    forget: (reader) => void watched.delete(reader),
    close: deaf,
  };
}
