import { and, asc, eq, sql } from 'drizzle-orm';
import type { World } from '../world.ts';
import { aChat, type Chat } from './chat.ts';
import { says, someoneElsewhere } from './elsewhere.ts';
import { workOff } from './jobs.ts';
import { chatOf } from '#domain/club/chat.server.ts';
import { openClubPerson } from '#domain/club/club-person.server.ts';
import { askAloud } from '#domain/club/club-posts.server.ts';
import { consoleOf } from '#domain/club/host-console.server.ts';
import { followPerson } from '#domain/connections/follows.server.ts';
import { boost, post, postMention } from '#domain/posts/schema.server.ts';
import { inTransaction, type Viewer } from '#platform/ctx.server.ts';

type AboutSomebody = Parameters<typeof someoneElsewhere>[1];

/** A live chat of a club that people of other servers can hear, follow and answer; another one after each `begin`. */
export function clubElsewhere(getWorld: () => World) {
  const club = {
    chat: {} as Chat,
    /** The club's person, its companion, and its posts: the month's, and each question's that was asked. */
    person: '',
    live: '',
    questions: [] as string[],
    begin,
    ...{ lines, spoken, waits, named, shownBy, wordsTo, somebody, aFollower, sends },
  };
  return club;

  /** The questions that were asked are posts of the club, as the clock makes them. */
  async function begin(): Promise<void> {
    const world = getWorld();
    await world.services.db.execute(sql`delete from rate_limit`);
    await world.services.db.execute(sql`delete from pgboss.job`);
    const chat = await aChat(world);
    const { personId, livePersonId } = await inTransaction(world.as(null), async (tx) => {
      await askAloud(tx, chat.monthId, chat.questionIds.slice(0, 2));
      return openClubPerson(tx, chat.clubId);
    });
    const own = await world.services.db
      .select({ id: post.id })
      .from(post)
      .where(eq(post.authorId, personId))
      .orderBy(asc(post.id));
    const questions = own.map(({ id }) => id);
    Object.assign(club, { chat, person: personId, live: livePersonId, questions });
  }

  async function lines() {
    return (await chatOf(getWorld().as(null), club.chat.monthId))?.lines ?? [];
  }

  /** Who says what, under which question. */
  async function spoken() {
    return (await lines()).map(({ author, questionId, html }) => [
      author?.name ?? null,
      club.chat.questionIds.indexOf(questionId ?? ''),
      html?.replace(/<[^>]+>/g, '') ?? null,
    ]);
  }

  async function waits() {
    const { host, slug, date } = club.chat;
    return (await consoleOf(getWorld().as(host), slug, date))?.outside ?? [];
  }

  function named() {
    return { people: [club.person] };
  }

  /** What the club, or its companion, has shown on. */
  async function shownBy(who: string) {
    const shown = await getWorld()
      .services.db.select({ text: post.text })
      .from(boost)
      .innerJoin(post, eq(post.id, boost.postId))
      .where(eq(boost.personId, who))
      .orderBy(asc(boost.id));
    return shown.map(({ text }) => text);
  }

  /** What the club has written to somebody alone. */
  function wordsTo({ personId }: Viewer) {
    const toThem = eq(postMention.personId, personId);
    return getWorld()
      .services.db.select({ id: post.id, text: post.text })
      .from(post)
      .innerJoin(postMention, eq(postMention.postId, post.id))
      .where(and(eq(post.visibility, 'direct'), eq(post.authorId, club.person), toThem));
  }

  function somebody(called: string, about: AboutSomebody = {}) {
    const host = 'elsewhere.example';
    return someoneElsewhere(getWorld(), { name: called.toLowerCase(), called, host, ...about });
  }

  async function aFollower(called: string, about?: AboutSomebody) {
    const follower = await somebody(called, about);
    await followPerson(getWorld().as(follower), club.person);
    return follower;
  }

  async function sends(who: Viewer, text: string, more: Parameters<typeof says>[3] = {}) {
    const id = await says(getWorld(), who, text, more);
    await workOff(getWorld());
    return id;
  }
}
