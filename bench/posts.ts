import type { Finding } from './measurement.ts';
import { measureVisits } from './page.ts';
import type { Place } from './place.ts';
import { author, bearerOf, onePost, readers, threadRoot } from './seed-posts.ts';
import type { Seen, Visit } from './visitors.ts';

/** What an app asks for, and something that the right answer says. */
interface Asked {
  name: string;
  person: number;
  path: string;
  says: string;
}

const asked: readonly Asked[] = [
  ...readers.map(({ person, follows }) => ({
    name: `home of 20 posts, following ${follows}`,
    person,
    path: '/api/v1/timelines/home',
    says: '"account":{',
  })),
  { name: 'one post', person: 10, path: `/api/v1/statuses/${onePost}`, says: onePost },
  {
    name: 'thread of 200 replies',
    person: 10,
    path: `/api/v1/statuses/${threadRoot}/context`,
    says: '"descendants":[{',
  },
  { name: 'public timeline', person: 10, path: '/api/v1/timelines/public', says: '"account":{' },
  { name: 'hashtag', person: 10, path: '/api/v1/timelines/tag/tag5', says: '"account":{' },
  { name: 'notifications', person: author, path: '/api/v1/notifications', says: '"account":{' },
  { name: 'search', person: 10, path: '/api/v2/search?q=writer_10&limit=20', says: '"accounts"' },
];

/** The client API as a phone uses it: reading, and posting to five hundred followers. */
export async function measurePosts(place: Place): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const one of asked) findings.push(...(await measureReading(place, one)));
  return [...findings, ...(await measurePosting(place))];
}

async function measureReading(
  place: Place,
  { name, person, path, says }: Asked,
): Promise<Finding[]> {
  const visit: Visit = { method: 'GET', path, headers: headersOf(place, person) };
  const seen = (await place.visitors.ask({ origin: place.origin, look: visit })) as Seen;
  const body = Buffer.from(seen.body, 'base64').toString();
  if (seen.status !== 200 || !body.includes(says))
    throw new Error(`${path} answered ${seen.status}: ${body.slice(0, 200)}`);
  return measureVisits(place, `app: ${name}`, [visit], seen);
}

async function measurePosting(place: Place): Promise<Finding[]> {
  const visit: Visit = {
    method: 'POST',
    path: '/api/v1/statuses',
    headers: { ...headersOf(place, author), 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'A word for you all, __N__.' }),
  };
  const forget = () => place.database.query('delete from rate_limit');
  await forget();
  const seen = (await place.visitors.ask({ origin: place.origin, look: visit })) as Seen;
  if (seen.status !== 200) throw new Error(`Posting answered ${seen.status}.`);
  return measureVisits(place, 'app: a post to 500 followers', [visit], seen, forget);
}

function headersOf(place: Place, person: number): Record<string, string> {
  return { host: new URL(place.origin).host, authorization: `Bearer ${bearerOf(person)}` };
}
