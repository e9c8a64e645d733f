import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { addVisitors, openPlace, type Place } from './place.ts';
import { startProduct } from './product.ts';
import { about, openStranger, type StrangePerson, type Stranger } from '../federation/stranger.ts';
import { openTown } from '../federation/town.ts';
import { buildWhenChanged } from '../../scripts/ready.mjs';

/** So many are sent at once, and so many of them have been acted on when the product is killed. */
const [sent, acted] = [60, 8];

beforeAll(() => buildWhenChanged(process.execPath));

test('APS-06: a product that is killed while it hears has heard everything once in the end', async () => {
  const town = await openTown();
  const p1 = await openStranger(town, 'p1.test');
  const place = await openPlace();
  const believes = join(place.dataDir, 'authority.pem');
  await writeFile(believes, town.authority);
  const env = {
    ...{ ...place.env, POCKETFRIENDS_ORIGIN: 'https://a.test', NODE_EXTRA_CA_CERTS: believes },
    POCKETFRIENDS_PEERS: `p1.test:443=127.0.0.1:${town.port}`,
  };
  town.lead('a.test', place.port);
  let product = startProduct(env);
  try {
    await product.ready();
    await addVisitors(place, 1);
    const bob = await p1.aPerson('bob');
    const says = speaker(p1, bob);
    // His key is fetched with the first.
    expect(await says(says.letter('Hello.'))).toBe(202);
    const letters = Array.from({ length: sent }, (_, n) => says.letter(`Letter ${n}.`));
    const before = await countPosts(place);
    const said = Promise.all(letters.map(says));
    await expect
      .poll(() => countPosts(place), { interval: 5 })
      .toBeGreaterThanOrEqual(before + acted);
    await product.kill('SIGKILL');
    await said;
    expect(await countPosts(place)).toBeLessThan(before + sent);
    product = startProduct(env);
    await product.ready();
    // Whoever sends does not know what was heard, and sends everything again.
    expect(new Set(await Promise.all(letters.map(says)))).toEqual(new Set([202]));
    // What was in the hands of one who died is anybody's five minutes later.
    await place.query('update heard_activity set due = now() where due > now()');
    expect(await says(says.letter('That is all.'))).toBe(202);
    await expect
      .poll(() => place.query('select uri from heard_activity where due is not null'))
      .toEqual([]);
    const heard = await place.query<{ text: string; told: number }>(
      `select o.text, (select count(*)::int from notification n where n.post_id = o.id) as told
        from post o where o.elsewhere order by o.text`,
    );
    const words = letters.map(({ object }) => object.content);
    const all = ['Hello.', 'That is all.', ...words].toSorted();
    expect(heard.map(({ text }) => text).toSorted()).toEqual(all);
    expect(heard.filter(({ told }) => told !== 1)).toEqual([]);
  } finally {
    await product.kill('SIGKILL');
    await p1.close();
    await place.close();
    await town.close();
  }
});

/** Bob, as he writes to somebody here; a letter that the product did not live to answer has no status. */
function speaker(p1: Stranger, bob: StrangePerson) {
  const uri = 'https://a.test/users/visitor_0';
  const tag = [{ type: 'Mention', href: uri, name: '@visitor_0@a.test' }];
  const say = async (activity: ReturnType<typeof letter>): Promise<number | undefined> => {
    const answered = p1.say(bob, `${uri}/inbox`, activity, { date: new Date() });
    return (await answered.catch(() => undefined))?.status;
  };
  const letter = (words: string) => {
    const note = { ...p1.aNote(bob, words, { tag, cc: [uri] }), content: words };
    return { ...about('Create', bob, note, p1.newId()), object: note };
  };
  return Object.assign(say, { letter });
}

async function countPosts(place: Place): Promise<number> {
  const [row] = await place.query<{ n: number }>('select count(*)::int as n from post');
  return row?.n ?? 0;
}
