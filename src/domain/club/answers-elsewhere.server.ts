import { eq, sql } from 'drizzle-orm';
import { lockChat, type LockedMonth } from './chat-changes.server.ts';
import { showToFollowers } from './chat-boosts.server.ts';
import { answer } from './chat-schema.server.ts';
import { asClub } from './club-person.server.ts';
import { waitingAnswer } from './elsewhere-schema.server.ts';
import { saysStop, transcriptNotice, withoutNames } from './elsewhere-words.ts';
import { writeLine } from './inner/chat-lines.server.ts';
import { placeOfSaid, readSaid, type Place, type Said } from './inner/said-elsewhere.server.ts';
import { hasStopped, monthsToStop, stopInMonth } from './transcript-stop.server.ts';
import { club } from './schema.server.ts';
import { follows } from '#domain/connections/pairs.server.ts';
import { look } from '#domain/guard/look.ts';
import { writePost } from '#domain/posts/write.server.ts';
import { inTransaction, type Tx } from '#platform/ctx.server.ts';
import type { About } from '#platform/events.server.ts';
import type { Services } from '#platform/services.server.ts';

/** A post that names so many groups is for none of them. */
const tooManyGroups = 3;

/**
 * Hears that a post was published on its own. Where it may be an answer of a chat, or a "stop", a job looks closer:
 * a chat's lock comes before that of a post, and here that of the post it answers is taken already.
 */
export async function hearAnswer(tx: Tx, { postId = '' }: About): Promise<void> {
  const { rows } = await tx.db.execute(sql`
    select from post p join person w on w.id = p.author_id
    where p.id = ${postId} and not exists (select from club c where w.id in (c.person_id, c.live_person_id)) and (
      exists (select from post r join club c on c.person_id = r.author_id where r.id = p.thread_id)
      or exists (select from answer a where a.post_id in (p.in_reply_to, p.thread_id))
      or (w.host is not null and exists (select from post_mention m join club c on c.person_id = m.person_id
        where m.post_id = p.id)))`);
  if (rows.length > 0) await tx.jobs.send(tx.db, 'take-answer', { postId });
}

/**
 * The job: takes a post that was written elsewhere into the chat it belongs to, while that is live or open for late
 * answers. Whoever follows the club, was taken in by a host before, or belongs to this place stands there at once;
 * strangers, programs, and words in which the guard finds somebody wait for a host. Done again it changes nothing.
 */
export async function takeAnswer(
  services: Services,
  { postId }: { postId: string },
): Promise<void> {
  await inTransaction({ ...services, viewer: null }, async (tx) => {
    const said = await readSaid(tx, postId);
    if (!said) return;
    const place = await placeOfSaid(tx, said);
    if (saysStop(said.text)) return stop(tx, said, place);
    if (!place || !said.open || said.groups >= tooManyGroups || said.kind === 'group') return;
    const locked = await lockChat(tx, place.monthId);
    // What is judged here is what stands: from here on nobody changes it.
    const stands = locked && isHeld(locked) && (await readSaid(tx, postId, 'held'));
    if (stands) await admit(tx, locked, stands, place);
  });
}

const isHeld = ({ state }: LockedMonth) => state === 'live' || state === 'wrapUp';

/** Said in a thread it is about that chat; said to a club alone, about all that it has of theirs. */
async function stop(tx: Tx, said: Said, place: Place | undefined): Promise<void> {
  const months = place?.inThread
    ? [place.monthId]
    : await monthsToStop(tx, await clubsSpokenTo(tx, said), said.authorId);
  for (const monthId of months) await stopInMonth(tx, monthId, said.authorId);
}

/** The clubs that a post names, and the one whose word to its writer it answers. */
async function clubsSpokenTo({ db }: Tx, said: Said): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select c.id::text as id from post p join club c on c.person_id = p.author_id where p.id = ${said.inReplyTo}`);
  return [...new Set([...said.clubIds, ...rows.map(({ id }) => id)])];
}

async function admit(tx: Tx, locked: LockedMonth, said: Said, place: Place): Promise<void> {
  const known = await tx.db.select().from(answer).where(eq(answer.postId, said.id));
  if (known.length > 0 || (await hasStopped(tx, place.monthId, said.authorId))) return;
  const why = await whyItWaits(tx, said, place);
  if (!why) return takeLine(tx, locked, said, place);
  const { monthId, questionId, parentId } = place;
  await tx.db
    .insert(waitingAnswer)
    .values({ postId: said.id, monthId, questionId, parentId, why, since: tx.clock.now() })
    .onConflictDoNothing();
  tx.wake({ kind: 'hosts', id: monthId });
}

/** Why what somebody says waits for a host of a club; nothing for what stands at once. */
export async function whyItWaits(tx: Tx, said: Said, { clubId }: Pick<Place, 'clubId'>) {
  if (said.host === null) return undefined;
  if (said.kind === 'service' || said.kind === 'application') return 'bot' as const;
  const language = said.language ?? undefined;
  if (look(withoutNames(said.text), { role: 'other', language }).verdict === 'caution')
    return 'guard' as const;
  return (await isKnown(tx, said.authorId, clubId)) ? undefined : ('stranger' as const);
}

async function isKnown({ db }: Tx, personId: string, clubId: string): Promise<boolean> {
  const { rows } = await db.execute<{ known: boolean }>(sql`
    select ${follows(personId, sql`${club.personId}`)} or ${follows(personId, sql`${club.livePersonId}`)}
      or exists (select from waiting_answer w join month m on m.id = w.month_id and m.club_id = ${clubId}
        join post p on p.id = w.post_id and p.author_id = ${personId} where w.taken is not null) as known
    from ${club} where ${club.id} = ${clubId}`);
  return rows[0]?.known ?? false;
}

/** Writes the line into the locked chat; tells a writer of another server, once, that a transcript is made. */
export async function takeLine(
  tx: Tx,
  locked: LockedMonth,
  said: Said,
  { clubId, questionId, parentId }: Omit<Place, 'inThread' | 'monthId'>,
): Promise<void> {
  const line = { personId: said.authorId, questionId, parentId, postId: said.id };
  const { id } = await writeLine(tx, locked, line);
  await showToFollowers(tx, clubId, id);
  if (said.host !== null) await tellOfTranscript(tx, locked, said.authorId);
}

async function tellOfTranscript(
  tx: Tx,
  { clubId, date }: LockedMonth,
  personId: string,
): Promise<void> {
  const [about] = await tx.db.select().from(club).where(eq(club.id, clubId));
  const transcript = `${tx.config.origin}/${about?.slug}/${date}/transcript`;
  const told = await writePost(await asClub(tx, clubId), {
    text: transcriptNotice({ club: about?.name ?? '', transcript }),
    visibility: 'direct',
    readers: [personId],
    idempotencyKey: `transcript ${personId}`,
    looked: true,
  });
  if ('refused' in told) throw new Error(`A notice of a transcript was refused: ${told.refused}.`);
}
