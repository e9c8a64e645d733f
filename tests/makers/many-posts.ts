import type { World } from '../world.ts';
import type { Viewer } from '#platform/ctx.server.ts';

/** What stands in a busy place, as far as somebody asks for it by number. */
export interface BusyPlace {
  author: string;
  thread: string;
  list: string;
}

const people = 2000;
const posts = 12_000;

/**
 * Fills a place with people who follow each other, what they write, boost, like and send, and gives this person
 * a home, a list of sixty, and bookmarks. Numbers are spread evenly, so that each run is the same.
 */
export async function fillPlace({ services }: World, viewer: Viewer): Promise<BusyPlace> {
  const { pool } = services;
  const ask = async (text: string) => (await pool.query<{ id: string }>(text)).rows[0]?.id ?? '';
  for (const statement of [...peopleOf(viewer), ...postsOf(), ...chatsOf()])
    await pool.query(statement);
  for (const statement of marksOf(viewer)) await pool.query(statement);
  for (const statement of readingOf(viewer)) await pool.query(statement);
  await pool.query('vacuum analyze');
  return {
    author: await ask(
      'select author_id::text as id from post group by 1 order by count(*) desc, 1 limit 1',
    ),
    thread: await ask(`select id::text from post where text = 'A question.'`),
    list: await ask('select id::text from list'),
  };
}

const some = (n: string, salt: number, of: number) =>
  `(abs(hashint8(${n} * 31 + ${salt})) % ${of})`;
const writer = (n: string) => `(select id from crowd where n = ${n})`;

function peopleOf({ personId }: Viewer): string[] {
  return [
    `insert into person (handle, name, discoverable, indexable)
      select 'writer_' || n, 'Writer ' || n, n % 3 = 0, n % 2 = 0 from generate_series(0, ${people - 1}) n`,
    `create table crowd as select id, substr(handle, 8)::int as n from person where handle like 'writer%'`,
    'create unique index on crowd (n)',
    `insert into follow (follower_id, followee_id, since) select a.id, b.id, now()
      from crowd a, generate_series(1, 20) f join crowd b on true
      where b.n = (a.n * 7 + f * 13) % ${people} and b.n <> a.n on conflict do nothing`,
    `insert into follow (follower_id, followee_id, since) select ${personId}, id, now() from crowd where n < 400`,
    `insert into follow (follower_id, followee_id, since) select id, ${personId}, now() from crowd where n % 5 = 0`,
    `insert into mute (person_id, muted_id, since) select ${personId}, id, now() from crowd where n % 100 = 7`,
    `insert into block (person_id, blocked_id, since) select ${personId}, id, now() from crowd where n % 100 = 8`,
    `insert into mute (person_id, muted_id, since) select id, ${personId}, now() from crowd where n % 4 = 1`,
    `insert into mute (person_id, muted_id, since) select a.id, b.id, now() from crowd a join crowd b on b.n = (a.n + 3) % ${people}`,
    `insert into block (person_id, blocked_id, since) select a.id, b.id, now() from crowd a join crowd b on b.n = (a.n + 9) % ${people}`,
  ];
}

function postsOf(): string[] {
  const kinds = `(array['public','public','public','unlisted','followers'])`;
  return [
    `insert into post (id, author_id, visibility, text, html, favourites, published)
      select (10::numeric ^ 17)::bigint + s, c.id, ${kinds}[1 + s % 5],
        'Words of the day' || case when s % 300 = 1 then ' with a quokka' else '' end || case when s % 11 = 0 then ' and more' else '' end,
        '<p>Words.</p>', s % 3, now() - interval '90 days' + s * interval '10 minutes'
      from generate_series(1, ${posts}) s join crowd c on c.n = case when s % 12 = 0 then 5 else ${some('s', 1, people)} end`,
    `update post set followers_of = array[author_id] where visibility = 'followers'`,
    `update post p set in_reply_to = q.id, thread_id = q.id, replied_person_id = q.author_id from post q
      where p.id % 4 = 3 and q.id = p.id - 1 and q.visibility <> 'followers'`,
    `insert into post (id, author_id, visibility, text, html, replies, published)
      select (10::numeric ^ 17)::bigint - 1000, c.id, 'public', 'A question.', '<p>A question.</p>', 200, now() from crowd c where n = 1`,
    `insert into post (id, author_id, visibility, text, html, in_reply_to, thread_id, replied_person_id, published)
      select (10::numeric ^ 17)::bigint - 1000 + s, c.id, 'public', 'An answer.', '<p>An answer.</p>',
        (10::numeric ^ 17)::bigint - 1000 + case when s % 2 = 0 then 0 else s - 1 end, (10::numeric ^ 17)::bigint - 1000,
        ${writer('1')}, now() from generate_series(1, 200) s join crowd c on c.n = ${some('s', 3, people)}`,
    `insert into post_tag (post_id, tag, shown) select id, 'common', 'Common' from post where id % 7 = 0`,
    `insert into post_tag (post_id, tag, shown) select id, 'rare', 'Rare' from post where id % 400 = 0`,
    `insert into post_tag (post_id, tag, shown) select id, 'tag' || id % 90, 'Tag' || id % 90 from post where id % 5 = 0`,
    `insert into media (owner_id, post_id, kind, name, content_type, bytes, created)
      select author_id, id, 'image', 'picture-' || id, 'image/webp', 1, now() from post where id % 30 = 0 or author_id = (select id from crowd where n = 6)`,
  ];
}

function marksOf({ personId }: Viewer): string[] {
  return [
    `insert into boost (id, post_id, person_id, published) select p.id + 1000000, p.id, c.id, p.published
      from post p join crowd c on c.n = case when p.id % 24 = 0 then 5 else ${some('p.id', 9, people)} end
      where p.id % 8 = 0 and p.visibility = 'public' on conflict do nothing`,
    `insert into boost (id, post_id, person_id, published) select p.id + 2000000, p.id, c.id, p.published
      from post p join crowd c on c.n = ${some('p.id', 4, people)}
      where p.id % 8 <> 0 and p.visibility = 'public' on conflict do nothing`,
    `insert into favourite (post_id, person_id) select p.id, c.id from post p join crowd c on c.n = ${some('p.id', 5, people)}
      where p.id % 2 = 0`,
    `insert into favourite (post_id, person_id) select id, ${personId} from post where id % 40 = 0 on conflict do nothing`,
    `insert into bookmark (post_id, person_id) select id, ${personId} from post where id % 60 = 0`,
    `insert into bookmark (post_id, person_id) select p.id, c.id from post p join crowd c on c.n = ${some('p.id', 6, people)}
      where p.id % 3 = 0`,
    `insert into notification (person_id, kind, from_id, post_id, created)
      select ${personId}, 'favourite', f.person_id, f.post_id, now() from favourite f where f.post_id % 6 = 0 and f.person_id <> ${personId}`,
    `insert into notification (person_id, kind, from_id, post_id, created)
      select c.id, 'favourite', f.person_id, f.post_id, now() from favourite f join crowd c on c.n = f.post_id % ${people}`,
  ];
}

function readingOf({ personId }: Viewer): string[] {
  const followed = (who: string) =>
    `exists (select from follow f where f.follower_id = ${personId} and f.followee_id = ${who})`;
  return [
    `insert into home_line (person_id, id, post_id, author_id, booster_id, why)
      select ${personId}, p.id, p.id, p.author_id, null::bigint, 'follow' from post p where ${followed('p.author_id')}
      union all select ${personId}, b.id, b.post_id, p.author_id, b.person_id, 'follow' from boost b
        join post p on p.id = b.post_id where ${followed('b.person_id')}`,
    `insert into home_line (person_id, id, post_id, author_id, why)
      select f.follower_id, p.id, p.id, p.author_id, 'follow' from post p join follow f on f.followee_id = p.author_id
      where p.id % 3 = 0 on conflict do nothing`,
    `insert into list (person_id, title, replies_policy) values (${personId}, 'Team', 'followed')`,
    `insert into list_member (list_id, person_id) select l.id, c.id from list l, crowd c where c.n < 60`,
    `insert into followed_tag (person_id, tag) select c.id, 'tag' || c.n % 90 from crowd c`,
    'drop table crowd',
  ];
}

/** Forty months of a club, two hundred answers each: the last of them are the newest posts of the place. */
function chatsOf(): string[] {
  const answers = `(select n, (10::numeric ^ 17)::bigint + case when n <= 200 then ${posts} + n else n - 10000 end as id
    from generate_series(1, 8000) n) s`;
  return [
    `insert into club (slug, name) values ('busy-club', 'A busy club')`,
    `insert into month (club_id, date, theme, state) select c.id, date '2020-01-01' + n * 31, 'Theme ' || n, 'archived'
      from club c, generate_series(0, 39) n`,
    `insert into question (month_id, number, position, text, minute) select id, 1, 1, 'And you?', 5 from month`,
    `insert into post (id, author_id, visibility, text, html, published)
      select s.id, c.id, 'public', 'Said in a chat.', '<p>Said in a chat.</p>', now() from ${answers} join crowd c on c.n = 100 + ${some('s.n', 11, people - 100)}`,
    `insert into answer (month_id, question_id, number, post_id, published, revision)
      select q.month_id, q.id, s.n, s.id, now(), s.n from ${answers}
      join (select month_id, id, row_number() over (order by id) as turn from question) q on q.turn = 1 + s.n / 201`,
  ];
}
