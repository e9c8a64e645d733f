import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { backLinkIn } from './inner/back-link.server.ts';
import { profileChanged } from './inner/profile-changed.server.ts';
import { profileChangesTooFast } from './inner/profile-limit.server.ts';
import type { LinkWords } from './profile-rules.ts';
import { personLink } from './profile-schema.server.ts';
import { person } from './schema.server.ts';
import { inTransaction, type Ctx, type Tx } from '#platform/ctx.server.ts';
import type { Fetched, FetchRefused } from '#platform/fetch.server.ts';
import { limited } from '#platform/limit.server.ts';
import type { Services } from '#platform/services.server.ts';

const hour = 60 * 60;
const day = 24 * hour;
const perAddress = { times: 1, seconds: hour };
/** Another query on the same address is another address: so few, however they are written. */
const perPerson = { times: 12, seconds: hour };
const atOnce = 50;

/** A link as its owner sees it: when its page was looked at last, and when it was last seen to lead back. */
export type OwnLink = Pick<
  typeof personLink.$inferSelect,
  'label' | 'address' | 'verified' | 'checked'
>;

/** The viewer's own links, in their order; none for guests. */
export async function listOwnLinks({ db, viewer }: Ctx): Promise<OwnLink[]> {
  if (!viewer) return [];
  const { label, address, verified, checked } = personLink;
  return db
    .select({ label, address, verified, checked })
    .from(personLink)
    .where(eq(personLink.personId, viewer.personId))
    .orderBy(asc(personLink.place));
}

/**
 * Puts links on the viewer's profile in place of those that were there. What was found out about an
 * address stays with it; a new one is looked at by a job. Refuses `gone` to guests, and more than sixty
 * changes of a profile an hour.
 */
export async function changeLinks(
  ctx: Ctx,
  links: readonly LinkWords[],
): Promise<{ refused: 'gone' | 'tooFast' } | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'gone' };
  if (await profileChangesTooFast(ctx, viewer)) return { refused: 'tooFast' };
  await inTransaction(ctx, async (tx) => {
    await writeLinks(tx, viewer.personId, links);
    await profileChanged(tx, viewer.personId);
  });
}

/** The same, inside the caller's transaction, who has counted the change and tells others of it. */
export async function writeLinks(
  tx: Tx,
  personId: string,
  links: readonly LinkWords[],
): Promise<void> {
  await tx.db.select().from(person).where(eq(person.id, personId)).for('update');
  const known = new Map((await listOwnLinks(tx)).map((link) => [link.address, link]));
  await tx.db.delete(personLink).where(eq(personLink.personId, personId));
  for (const [place, { label, address }] of links.entries()) {
    const { verified = null, checked = null } = known.get(address) ?? {};
    await tx.db.insert(personLink).values({ personId, place, label, address, verified, checked });
    if (!checked) await tx.jobs.send(tx.db, 'check-link', { personId, address });
  }
}

/**
 * Has the page of an own link looked at again: soon, or when the hour since the last look is over.
 * Refuses `gone` for any other address.
 */
export async function askToCheck(
  ctx: Ctx,
  address: string,
): Promise<{ looksAt: Date } | { refused: 'gone' | 'tooFast' }> {
  const { viewer } = ctx;
  const own = (await listOwnLinks(ctx)).find((link) => link.address === address);
  if (!viewer || !own) return { refused: 'gone' };
  if (await profileChangesTooFast(ctx, viewer)) return { refused: 'tooFast' };
  const now = ctx.clock.now().getTime();
  const looksAt = new Date(Math.max(now, (own.checked?.getTime() ?? 0) + hour * 1000));
  await inTransaction(ctx, (tx) => sendCheck(tx, viewer.personId, address, looksAt));
  return { looksAt };
}

/** Whoever presses twice is looked at once. */
async function sendCheck(tx: Tx, personId: string, address: string, startAfter: Date) {
  await tx.jobs.forget(tx.db, 'check-link', { personId, address });
  await tx.jobs.send(tx.db, 'check-link', { personId, address }, { startAfter });
}

/** The job that looks for links whose page was last looked at a week ago. */
export async function checkLinksDue({ db, clock, jobs }: Services, _data: object): Promise<void> {
  const due = new Date(clock.now().getTime() - 7 * day * 1000);
  const links = await db
    .select({ personId: personLink.personId, address: personLink.address })
    .from(personLink)
    .where(lte(personLink.checked, due))
    .orderBy(asc(personLink.checked))
    .limit(atOnce);
  for (const link of links) await jobs.send(db, 'check-link', link);
}

/**
 * The job that looks whether a link's page leads back to the profile, at most once an hour for each
 * person and address. A page that does is noted with the day; one that no longer does loses it; one
 * that cannot be reached keeps it for thirty days.
 */
export async function checkLink(
  services: Services,
  { personId, address }: { personId: string; address: string },
): Promise<void> {
  const { db, clock, fetcher, config } = services;
  const own = and(eq(personLink.personId, personId), eq(personLink.address, address));
  const [found] = await db
    .select({ handle: person.handle })
    .from(personLink)
    .innerJoin(person, eq(person.id, personLink.personId))
    .where(own);
  if (!found || (await looksTooOften(services, personId, address))) return;
  const answer = await fetcher.get(address, pageOptions);
  const seen = judge(answer, address, { origin: config.origin, handle: found.handle });
  const now = clock.now();
  const patience = new Date(now.getTime() - 30 * day * 1000);
  const kept = sql`case when ${personLink.verified} > ${patience} then ${personLink.verified} end`;
  const verified = { back: now, none: null, unknown: kept }[seen];
  await db.update(personLink).set({ checked: now, verified }).where(own);
}

/** A try costs a place in the window, however it ends: nobody makes us knock at a door all day. */
async function looksTooOften(services: Services, personId: string, address: string) {
  const [often, all] = [
    await limited(services, `link ${personId} ${address}`, perAddress),
    await limited(services, `links of ${personId}`, perPerson),
  ];
  return often || all;
}

const pageOptions = {
  accept: 'text/html, application/xhtml+xml;q=0.9',
  deadlineMs: 10_000,
  maxBytes: 1024 * 1024,
  maxRedirects: 3,
};

/** What an answer says: it leads back, it does not, or nothing was to be learned. */
function judge(
  answer: Fetched | FetchRefused,
  address: string,
  profile: { origin: string; handle: string },
): 'back' | 'none' | 'unknown' {
  if ('refused' in answer) return unreached.has(answer.refused) ? 'unknown' : 'none';
  if (answer.status === 429 || answer.status >= 500) return 'unknown';
  // A page that sends its readers on to another place speaks for that place, not for the link.
  const stayed = siteOf(answer.url) === siteOf(address);
  const page = /^(?:text\/html|application\/xhtml\+xml)\b/i.test(
    answer.headers['content-type'] ?? '',
  );
  const whole = answer.status >= 200 && answer.status < 300;
  if (!stayed || !page || !whole) return 'none';
  const read = { url: answer.url, html: answer.body.toString('utf8') };
  return backLinkIn(read, profile) === 'me' ? 'back' : 'none';
}

const unreached: ReadonlySet<FetchRefused['refused']> = new Set(['tooSlow', 'network']);

function siteOf(address: string): string {
  return new URL(address).host.replace(/^www\./, '');
}
