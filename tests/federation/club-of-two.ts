import { openTwoHouses, type TwoHouses } from './two-houses.ts';
import { callsOf } from '../makers/app-calls.ts';
import { aToken } from '../makers/app.ts';
import { aChat, type Chat } from '../makers/chat.ts';
import { written } from '../makers/writing.ts';
import { openClubPersons } from '#domain/club/club-person.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

/** A club of the one house, with a chat that begins in an hour, which people of the other know and follow. */
export interface ClubOfTwo extends TwoHouses {
  chat: Chat;
  /** What the club is called in the other house. */
  handle: string;
  /** Somebody of the other house, who has looked the club up; followers follow it. */
  aGuest(handle: string, follows: boolean): Promise<Viewer>;
  /** Turns the clock of both on to this time of the day, does what is due then, and waits until all is told. */
  at(time: string): Promise<void>;
  /** Somebody of the other house says something, and the club's house has heard it; its number there. */
  says(who: Viewer, text: string, inReplyTo?: string): Promise<string>;
  /** What stands in somebody's home in the other house, the newest first. */
  homeOf(who: Viewer): Promise<{ id: string; by: string; shownBy: string; text: string }[]>;
}

/** Opens both houses, and a club in the one: an opening at 13:00, questions at 13:05 and 13:20, a closing at 13:58. */
export async function openClubOfTwo(): Promise<ClubOfTwo> {
  const two = await openTwoHouses();
  const { a, b, quiet } = two;
  const chat = await aChat(a, { state: 'open', starts: '2026-11-22T13:00', questions: 2 });
  await openClubPersons(a.services);
  const handle = `${chat.slug}@a.test`;
  return {
    ...{ ...two, chat, handle },
    aGuest: async (name, follows) => {
      const guest = await b.aPerson({ handle: name });
      const found = await b.services.elsewhere(b.as(guest), `@${handle}`);
      if (!found || !('personId' in found)) throw new Error('The club was not found.');
      if (follows) await followPerson(b.as(guest), found.personId);
      return guest;
    },
    at: async (time) => {
      await quiet();
      const until = new Date(`2026-11-22T${time}:00Z`).getTime();
      a.clock.turnBy(until - a.clock.now().getTime());
      await a.services.jobs.send(a.services.db, 'months-due', {});
      await quiet();
    },
    says: async (who, text, inReplyTo) => {
      const id = await written(b, who, text, { inReplyTo: inReplyTo ?? null });
      await quiet();
      return id;
    },
    homeOf: async (who) => {
      const token = await aToken(b, who, ['read']);
      const home = await callsOf(b)('GET /api/v1/timelines/home', { token });
      return home.body.map(lineOf);
    },
  };
}

// The shape of an answer of the API.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function lineOf({ id, account, reblog, content }: any) {
  const said = reblog ?? { id, account, content };
  return {
    ...{ id: said.id, by: said.account.acct, shownBy: reblog ? account.acct : '' },
    text: said.content.replace(/<[^>]+>/g, ' ').trim(),
  };
}
