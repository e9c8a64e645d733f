import { sql, type SQL } from 'drizzle-orm';

const day = 24 * 60 * 60 * 1000;
/** For how many days a server is remembered with which nothing happens. */
const days = 30;

/** Whether nothing has happened with the server of a row `p` for so long that it can be forgotten. */
export const isForgettable = (now: Date): SQL => quietSince(new Date(now.getTime() - days * day));

/** The same a day early: whoever has something for it again says so before it can be forgotten meanwhile. */
export const isNearlyForgettable = (now: Date): SQL =>
  quietSince(new Date(now.getTime() - (days - 1) * day));

function quietSince(then: Date): SQL {
  return sql`greatest(p.since, p.succeeded, p.failed, p.software_asked, p.busy_until) < ${then}`;
}
