import { expect } from 'vitest';
import { settled } from './effects.ts';
import { inboxOf, openStreet, uriOf, type Street } from './open.ts';
import { about, type StrangePerson } from './stranger.ts';
import { callsOf, type AppCall } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { written } from '../makers/writing.ts';
import type { Writing } from '#domain/posts/write.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

/** Pat lives here; Bob of one server, whom Pat has heard of like Carol of another, wants to quote Pat. */
export interface Quoting extends Street {
  pat: Viewer;
  bob: StrangePerson;
  carol: StrangePerson;
  /** Pat's. */
  inbox: string;
  call: AppCall;
  token: string;
  /** A post of Pat that everybody may quote, unless told otherwise. */
  aPost(more?: Partial<Writing>): Promise<{ id: string; uri: string }>;
  /** A post of Bob that quotes one. */
  quotes(uri: string, more?: object): { id: string };
  /** Bob, or somebody else, asks; what Bob's server hears when all is done. */
  asks(object: string, instrument: unknown, by?: StrangePerson): Promise<Asked>;
  /** What quotes a post, as apps read it. */
  quotesOf(id: string): Promise<{ id: string }[]>;
}

interface Asked {
  request: Record<string, unknown>;
  // What was said is what tests are about.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  heard: any[];
}

/** Opens a street with them. */
export async function openQuoting(): Promise<Quoting> {
  const street = await openStreet();
  const { a, p1, p2 } = street;
  const pat = await a.aPerson({ handle: 'pat' });
  const inbox = inboxOf(a, 'pat');
  const bob = await p1.aPerson('bob');
  const carol = await p2.aPerson('carol');
  for (const handle of ['@bob@p1.test', '@carol@p2.test'])
    await a.services.elsewhere(a.as(pat), handle);
  const call = callsOf(a);
  const token = await aToken(a, pat, ['read', 'write']);
  return {
    ...{ ...street, pat, bob, carol, inbox, call, token },
    aPost: async (more = {}) => {
      const id = await written(a, pat, 'My hair grows again.', { quotes: 'everyone', ...more });
      return { id, uri: `${uriOf(a, 'pat')}/statuses/${id}` };
    },
    quotes: (quote, more = {}) => p1.aNote(bob, 'Look at this!', { quote, ...more }),
    asks: async (object, instrument, by = bob) => {
      const home = by === carol ? p2 : p1;
      const request = about('QuoteRequest', by, object, home.newId('requests'), { instrument });
      expect((await home.say(by, inbox, request)).status).toBe(202);
      await settled(a);
      return { request, heard: p1.heard.splice(0).map(({ activity }) => activity) };
    },
    quotesOf: async (id) => (await call(`GET /api/v1/statuses/${id}/quotes`, { token })).body,
  };
}
