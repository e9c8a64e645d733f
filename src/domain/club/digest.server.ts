import { eq } from 'drizzle-orm';
import { lockChat, type LockedMonth } from './chat-changes.server.ts';
import { asClub } from './club-person.server.ts';
import { digestKey, monthKey } from './club-posts.server.ts';
import { digestWords } from './club-voice.ts';
import { dayWords } from './month-page.server.ts';
import { countedOf } from './transcript.server.ts';
import { club, month } from './schema.server.ts';
import { rewritePost } from '#domain/posts/edit.server.ts';
import { deletePost, findByKey } from '#domain/posts/publish.server.ts';
import { writePost } from '#domain/posts/write.server.ts';
import { inTransaction, type Tx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';
import type { Services } from '#platform/services.server.ts';

/**
 * The job: says once what was asked in a chat that is archived and how much was said, under the post of its month;
 * without `begins` only what is said already is put right. Done again it changes nothing. A month that the club has
 * told nobody of, and one in which nobody has said anything, have no digest.
 */
export async function tellDigest(
  services: Services,
  { monthId, begins = false }: { monthId: string; begins?: boolean },
): Promise<void> {
  await inTransaction({ ...services, viewer: null }, async (tx) => {
    const locked = await lockChat(tx, monthId);
    if (locked?.state !== 'archived') return;
    const voice = await asClub(tx, locked.clubId);
    const known = await findByKey(voice, digestKey(monthId));
    if (!known && !begins) return;
    const text = await wordsOf(tx, locked);
    if (known) return putRight(voice, known.id, text);
    const above = await findByKey(voice, monthKey(monthId));
    if (!above || !text) return;
    const said = { text, visibility: 'public' as const, looked: true };
    await writePost(voice, { ...said, inReplyTo: above.id, idempotencyKey: digestKey(monthId) });
  });
}

async function putRight(voice: Tx, id: string, text: string | undefined): Promise<void> {
  if (text) await rewritePost(voice, { id, text, looked: true });
  else await deletePost(voice, id);
}

/** Nothing where nothing is left that anybody said. */
async function wordsOf(tx: Tx, { clubId, date, theme }: LockedMonth): Promise<string | undefined> {
  const [home] = await tx.db.select().from(club).where(eq(club.id, clubId));
  const counted = home && (await countedOf(tx, home.slug, date));
  if (!counted || counted.lines === 0) return undefined;
  const address = `${tx.config.origin}/${home.slug}/${date}/transcript`;
  const about = { club: home.name, theme, day: dayWords(date), address, hashtag: home.hashtag };
  return digestWords(about, counted);
}

/** Hears that the words of a month are others; what its digest says of them is put right. */
export async function rewordDigest(tx: Tx, { monthId = '', to }: About): Promise<void> {
  if (to) return;
  const [found] = await tx.db.select().from(month).where(eq(month.id, monthId));
  if (found?.state === 'archived') await tx.jobs.send(tx.db, 'tell-digest', { monthId });
}
