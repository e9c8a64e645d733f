import { createHash } from 'node:crypto';
import type { Client } from 'pg';

/** Ids of people who write, of their posts and of the long thread; below those that the product makes now. */
const firstWriter = 10n ** 17n + 10n ** 9n;
const firstPost = 10n ** 17n + 10n ** 12n;
const postsAScale = 10_000;
const writers = 6000;

/** Who reads: people of the first club, by how many they follow. */
export const readers = [
  { person: 10, follows: 50 },
  { person: 11, follows: 500 },
  { person: 12, follows: 5000 },
] as const;
/** Whom five hundred follow, and who posts. */
export const author = 13;
/** A post that two hundred answer. */
export const threadRoot = String(firstPost - 1000n);
/** A post in the middle of all. */
export const onePost = String(firstPost + 5000n);

/** What an app of the nth person shows. */
export function bearerOf(n: number): string {
  return createHash('sha256').update(`bench-token-${n}`).digest('base64url');
}

/** How many posts there are at a scale. */
export const postsAt = (scale: number): number => postsAScale * scale;

/** Adds posts `from` to `to` (in ten thousands), people who write and follow, and what stands in three homes. */
export async function seedPosts(client: Client, from: number, to: number): Promise<void> {
  const all = [...(from === 0 ? people() : []), ...posts(from * postsAScale, to * postsAScale)];
  for (const statement of [...all, ...homes()]) await client.query(statement);
  await client.query('vacuum analyze');
}

const person = (n: number | string) => `(${10n ** 17n} + ${n})`;
const writer = (n: string) => `(${firstWriter} + ${n})`;
const postId = (n: string) => `(${firstPost} + ${n})`;
const someWriter = (n: string, salt: number) =>
  writer(`abs(hashint8(${n} * 31 + ${salt})) % ${writers}`);

function people(): string[] {
  const reading = [...readers, { person: author, follows: 50 }];
  const tokens = reading.map(({ person: n }) => {
    const hash = createHash('sha256').update(bearerOf(n)).digest('hex');
    return `('${hash}', 1, ${person(n)}, '{read,write}', now() - interval '1 hour')`;
  });
  return [
    `insert into person (id, handle, name, published) select ${writer('n')}, 'writer_' || n, 'Writer ' || n, now() - interval '1 year'
      from generate_series(0, ${writers - 1}) n`,
    `insert into oauth_app (id, client_id, name, redirect_uris, scopes, since) values (1, 'bench', 'Bench', '{}', '{read,write}', now())`,
    `insert into oauth_token (token_hash, app_id, person_id, scopes, since) values ${tokens.join(', ')}`,
    `insert into follow (follower_id, followee_id, since) select ${writer('w')}, ${someWriter('w * 50 + n', 5)}, now()
      from generate_series(0, ${writers - 1}) w, generate_series(1, 50) n on conflict do nothing`,
    `insert into follow (follower_id, followee_id, since) select ${writer('w')}, ${person(author)}, now()
      from generate_series(0, 499) w`,
    ...reading.map(
      ({ person: n, follows }) =>
        `insert into follow (follower_id, followee_id, since) select ${person(n)}, ${writer('w')}, now()
          from generate_series(0, ${follows - 1}) w`,
    ),
    `insert into follow_count (person_id, followers, following)
      select p.id, (select count(*) from follow where followee_id = p.id), (select count(*) from follow where follower_id = p.id)
      from person p on conflict do nothing`,
    ...thread(),
    ...news(),
  ];
}

function thread(): string[] {
  const columns =
    'id, author_id, visibility, text, html, thread_id, in_reply_to, replied_person_id, published';
  const at = (n: string) => `(${threadRoot} + ${n})`;
  return [
    `insert into post (${columns}, replies) values (${threadRoot}, ${writer('1')}, 'public', 'A question.', '<p>A question.</p>', null, null, null, now() - interval '1 day', 100)`,
    `insert into post (${columns}) select ${at('n')}, ${someWriter('n', 3)}, 'public', line, '<p>' || line || '</p>', ${threadRoot},
      case when n % 2 = 0 then ${threadRoot} else ${at('n - 1')} end, null, now() - interval '1 day' + n * interval '1 minute'
      from generate_series(1, 200) n join sentence on number = n % 200`,
  ];
}

/** What happened to the author: forty posts that five people liked each, and a new follower after each. */
function news(): string[] {
  const post = (n: string) => `(${firstPost} - 10000 + ${n})`;
  const at = (n: string) => `(${firstPost} - 20000 + ${n})`;
  const liked = 'generate_series(0, 39) n, generate_series(1, 5) f';
  return [
    `insert into post (id, author_id, visibility, text, html, favourites, published) select ${post('n')}, ${person(author)}, 'public', 'Mine.', '<p>Mine.</p>', 5, now() - interval '2 days'
      from generate_series(0, 39) n`,
    `insert into favourite (post_id, person_id) select ${post('n')}, ${writer('f')} from ${liked}`,
    `insert into notification (id, person_id, kind, from_id, post_id, group_key, created) select ${at('n * 10 + f')}, ${person(author)}, 'favourite', ${writer('f')}, ${post('n')}, 'favourite-' || n, now() - interval '1 day'
      from ${liked}`,
    `insert into notification (id, person_id, kind, from_id, group_key, created) select ${at('n * 10')}, ${person(author)}, 'follow', ${writer('n')}, 'follow-1', now() - interval '1 day'
      from generate_series(0, 39) n`,
  ];
}

function posts(from: number, to: number): string[] {
  const every = `generate_series(${from}, ${to - 1}) n`;
  return [
    `insert into post (id, author_id, visibility, text, html, in_reply_to, replied_person_id, thread_id, favourites, boosts, published)
      select ${postId('n')}, ${someWriter('n', 1)}, (array['public','public','public','unlisted','followers'])[1 + n % 5], line, '<p>' || line || '</p>',
        case when n % 4 = 3 then ${postId('n - 1')} end, case when n % 4 = 3 then ${someWriter('(n - 1)', 1)} end,
        case when n % 4 = 3 then ${postId('n - 1')} end, n % 2, case when n % 20 = 0 then 1 else 0 end,
        now() - interval '1 year' + n * interval '30 seconds'
      from ${every} join sentence on number = n % 200`,
    `update post set followers_of = array[author_id] where visibility = 'followers' and followers_of = '{}'`,
    `insert into favourite (post_id, person_id) select ${postId('n')}, ${someWriter('n', 7)} from ${every} where n % 2 = 1`,
    `insert into boost (id, post_id, person_id, published) select ${postId('n')} + 10000000, ${postId('n')}, ${someWriter('n', 9)}, now()
      from ${every} where n % 20 = 0`,
    `insert into post_tag (post_id, tag, shown) select ${postId('n')}, 'tag' || n % 50, 'Tag' || n % 50 from ${every} where n % 5 = 0`,
  ];
}

/** The newest eight hundred lines of each reader, as they would have been laid. */
function homes(): string[] {
  return readers.flatMap(({ person: n }) => [
    `delete from home_line where person_id = ${person(n)}`,
    `insert into home_line (person_id, id, post_id, author_id, booster_id, why)
      select ${person(n)}, * from (
        select p.id, p.id as post_id, p.author_id, null::bigint, 'follow' from post p
          where exists (select from follow f where f.follower_id = ${person(n)} and f.followee_id = p.author_id)
        union all
        select b.id, b.post_id, p.author_id, b.person_id, 'follow' from boost b join post p on p.id = b.post_id
          where exists (select from follow f where f.follower_id = ${person(n)} and f.followee_id = b.person_id)
        order by 1 desc limit 800) newest`,
  ]);
}
