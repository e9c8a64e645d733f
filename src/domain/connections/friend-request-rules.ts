/** The longest note that goes with a request, in characters. */
export const longestRequestNote = 300;

/** For how many days a request waits, and for how many more nobody asks the same person again. */
export const lapseDays = 21;
export const pauseDays = 30;

const dayMs = 24 * 60 * 60 * 1000;
/** Requests lapse at this hour of the day (UTC), whoever sent them and whenever. */
const lapseHour = 3;

/** What a request is to whoever sent it. There is nothing else: silence is the only "no". */
export type RequestState = 'sent' | 'friends' | 'lapsed' | 'withdrawn';

/** Everything that the asker's view of a request may depend on: their own acts, the asked's yes, time. */
export interface AskedFor {
  sent: Date;
  withdrawn: Date | null;
  /** When the asked said yes. */
  yes: Date | null;
  /** Whether they are friends still. */
  friends: boolean;
}

/** A request sent at this moment or before has lapsed by now. */
export function lapsedIfSentBy(now: Date): Date {
  const hour = new Date(now);
  hour.setUTCHours(lapseHour, 0, 0, 0);
  const passed = hour.getTime() <= now.getTime() ? hour.getTime() : hour.getTime() - dayMs;
  return new Date(passed - lapseDays * dayMs);
}

/** Whoever asked at this moment or before may ask again. It counts from sending, also after a withdrawal. */
export function askedAgainIfSentBy(now: Date): Date {
  return new Date(lapsedIfSentBy(now).getTime() - pauseDays * dayMs);
}

/** When a request that was sent then lapses. */
export function lapses(sent: Date): Date {
  const earliest = new Date(sent.getTime() + lapseDays * dayMs);
  const hour = new Date(earliest);
  hour.setUTCHours(lapseHour, 0, 0, 0);
  return hour.getTime() >= earliest.getTime() ? hour : new Date(hour.getTime() + dayMs);
}

/** From when the same person may be asked again. */
export function asksAgain(sent: Date): Date {
  return new Date(lapses(sent).getTime() + pauseDays * dayMs);
}

/** Whether a request still waits for its answer. */
export function isOpen({ sent, withdrawn, yes }: Omit<AskedFor, 'friends'>, now: Date): boolean {
  return !withdrawn && !yes && sent.getTime() > lapsedIfSentBy(now).getTime();
}

/**
 * What the asker sees of a request; nothing once a friendship that came of it is over. It takes nothing
 * that the asked keeps for themselves, so it can tell nothing of it.
 */
export function seenByAsker(request: AskedFor, now: Date): RequestState | undefined {
  if (request.yes) return request.friends ? 'friends' : undefined;
  if (request.withdrawn) return 'withdrawn';
  return isOpen(request, now) ? 'sent' : 'lapsed';
}

/** A request as far as the next asking depends on it. */
type Before = Omit<AskedFor, 'friends'> | undefined;

/**
 * What asking comes to, from who is whose friend and what the two have asked of each other: nothing to do
 * (`friends`, `waits`), two requests that cross, too soon, or a request that is sent.
 */
export function decideAsk(
  { friends, theirs, mine }: { friends: boolean; theirs: Before; mine: Before },
  now: Date,
): 'friends' | 'crossed' | 'waits' | 'send' | { again: Date } {
  if (friends) return 'friends';
  if (theirs && isOpen(theirs, now)) return 'crossed';
  if (mine && isOpen(mine, now)) return 'waits';
  return mine && asksAgain(mine.sent) > now ? { again: asksAgain(mine.sent) } : 'send';
}

/** What a request meets on the side of the asked; read by the delivery alone, never in the asker's request. */
export interface Met {
  apart: boolean;
  askedIsYoung: boolean;
  askerIsYoung: boolean;
  held: boolean;
}

/** Where a request comes to lie: before the asked, in their tray, or nowhere. The asker is told in no case. */
export function placeOf(met: Met): 'delivered' | 'held' | 'nowhere' {
  if (met.apart) return 'nowhere';
  return met.held || (met.askedIsYoung && !met.askerIsYoung) ? 'held' : 'delivered';
}
