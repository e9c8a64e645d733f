import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { answered } from '../../../tests/makers/chat.ts';
import { clubElsewhere } from '../../../tests/makers/club-elsewhere.ts';
import { workOff } from '../../../tests/makers/jobs.ts';
import { openWorld, type World } from '../../../tests/world.ts';
import { hideAnswer, showAnswer } from './chat-hosting.server.ts';
import { leaveOut, letIn, listWaiting } from './waiting-answers.server.ts';
import { inboxesTold } from '#domain/federation/outgoing.server.ts';

let world: World;
const club = clubElsewhere(() => world);
const { lines, spoken, waits, named, shownBy, wordsTo, somebody, aFollower, sends } = club;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());
beforeEach(() => club.begin());

describe('what a host decides', () => {
  test('a stranger waits for a host, and stands at once from then on', async () => {
    const sam = await somebody('Sam');
    const id = await sends(sam, 'May I?', { inReplyTo: club.questions[1] ?? null });
    expect(await lines()).toEqual([]);
    expect(await waits()).toMatchObject([{ postId: id, name: 'Sam', why: 'stranger' }]);
    const stranger = await world.aPerson();
    expect(await letIn(world.as(stranger), id)).toEqual({ refused: 'gone' });
    expect(await listWaiting(world.as(stranger), club.chat.monthId)).toEqual({ refused: 'gone' });
    expect(await letIn(world.as(club.chat.host), id)).toEqual({ letIn: id });
    expect(await letIn(world.as(club.chat.host), id)).toEqual({ refused: 'gone' });
    await sends(sam, 'Thank you', named());
    expect(await spoken()).toEqual([
      ['Sam', 0, 'May I?'],
      ['Sam', 1, 'Thank you'],
    ]);
    expect(await waits()).toEqual([]);
  });

  test('what was left out waits no more, and its writer stays a stranger', async () => {
    const rob = await somebody('Rob');
    const id = await sends(rob, 'Buy lamps', named());
    expect(await leaveOut(world.as(club.chat.host), id)).toEqual({ leftOut: id });
    await sends(rob, 'Buy more lamps', named());
    expect(await lines()).toEqual([]);
    expect((await waits()).map(({ html }) => html)).toEqual(['<p>Buy more lamps</p>']);
  });

  test('a program waits, and so do words in which the guard finds somebody', async () => {
    const bot = await aFollower('Newsbot', { kind: 'service' });
    const kim = await aFollower('Kim');
    await sends(bot, 'Lamps in the news', named());
    const told = 'My patient Mrs Okonkwo, 84, in bed 12 at St Mary’s had her scan today';
    await sends(kim, told, named());
    expect(await lines()).toEqual([]);
    expect((await waits()).map(({ why }) => why)).toEqual(['bot', 'guard']);
  });
});

describe('the word about the transcript', () => {
  test('comes once, to them alone, and says where it will stand and how to stay out', async () => {
    const ada = await aFollower('Ada');
    const ben = await world.aPatient();
    await sends(ada, 'One', named());
    await sends(ada, 'Two', named());
    await answered(world.as(ben), club.chat, 'I live here');
    const told = await wordsTo(ada);
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain(`/${club.chat.slug}/${club.chat.date}/transcript`);
    expect(told[0]?.text).toContain('reply with the one word "stop"');
    expect(await wordsTo(ben)).toEqual([]);
  });

  test('comes when a host has let somebody in, and not before', async () => {
    const pia = await somebody('Pia');
    const id = await sends(pia, 'Hello', named());
    expect(await wordsTo(pia)).toEqual([]);
    await letIn(world.as(club.chat.host), id);
    expect(await wordsTo(pia)).toHaveLength(1);
  });
});

describe('somebody of another server', () => {
  const told = async () =>
    (
      await world.services.db.execute<{ text: string }>(sql`select p.text from pgboss.job j
        join post p on p.id::text = j.data->>'postId' where j.name = 'tell' and j.data->>'what' = 'post'`)
    ).rows.map(({ text }) => text);

  test('hears what is answered to them in the chat', async () => {
    const [ola, ben] = [await aFollower('Ola'), await world.aPatient()];
    await sends(ola, 'What is a lamp?', named());
    const [line] = await lines();
    await answered(world.as(ben), club.chat, 'To everybody');
    await answered(world.as(ben), club.chat, 'It gives light', { parentId: line?.id ?? '' });
    expect(await told()).toEqual(['It gives light']);
  });

  test('hears that an answer is gone which the club had shown there', async () => {
    await aFollower('Pam');
    const ben = await world.aPatient();
    const { id } = await answered(world.as(ben), club.chat, 'I take this back');
    await workOff(world);
    const inbox = 'https://elsewhere.example/inbox';
    await world.services.db.execute(sql`insert into told (person_id, inbox, since)
      values (${club.person}, ${inbox}, now()) on conflict do nothing`);
    const { rows } = await world.services.db.execute<{ postId: string }>(
      sql`select post_id::text as "postId" from answer where id = ${id}`,
    );
    const gone = { personId: ben.personId, postId: rows[0]?.postId ?? '', forEverybody: true };
    expect(await inboxesTold(world.services, gone)).toContain(inbox);
  });
});

describe('what a club shows to its followers', () => {
  test('is first answers and what hosts say; its companion shows every line', async () => {
    const [mo, ben] = [await aFollower('Mo'), await world.aPatient()];
    const first = await answered(world.as(ben), club.chat, 'A first answer');
    await answered(world.as(club.chat.host), club.chat, 'A host replies', { parentId: first.id });
    await answered(world.as(ben), club.chat, 'An aside', { parentId: first.id });
    await sends(mo, 'From elsewhere', named());
    await sends(mo, 'Unlisted', { ...named(), visibility: 'unlisted' });
    expect(await shownBy(club.person)).toEqual([
      'A first answer',
      'A host replies',
      'From elsewhere',
    ]);
    expect(await shownBy(club.live)).toEqual([
      ...['A first answer', 'A host replies', 'An aside', 'From elsewhere'],
    ]);
  });

  test('is taken back with a line that a host hides, and shown again with it', async () => {
    const tea = await aFollower('Tea');
    await sends(tea, 'Not kind', named());
    const [line] = await lines();
    expect(await shownBy(club.person)).toEqual(['Not kind']);
    await hideAnswer(world.as(club.chat.host), { id: line?.id ?? '', reason: 'Not kind.' });
    await workOff(world);
    expect([await shownBy(club.person), await shownBy(club.live)]).toEqual([[], []]);
    await showAnswer(world.as(club.chat.host), line?.id ?? '');
    await workOff(world);
    expect(await shownBy(club.person)).toEqual(['Not kind']);
  });

  test('is nothing while nobody follows it, and nothing of whoever said "stop"', async () => {
    await answered(world.as(await world.aPatient()), club.chat, 'Into an empty room');
    await workOff(world);
    expect(await shownBy(club.person)).toEqual([]);
    const jo = await aFollower('Jo');
    await sends(jo, 'Shown', named());
    expect(await shownBy(club.person)).toEqual(['Shown']);
    await sends(jo, 'stop', { inReplyTo: club.questions[1] ?? null });
    expect([await shownBy(club.person), await shownBy(club.live)]).toEqual([[], []]);
  });
});
