// `npm run bench:friends`: whether asking to be friends takes another time where the asked keeps something for
// themselves. `-- --pairs 300` says how many pairs are compared, in random order, one request after the other.
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import { buildWhenChanged } from '../scripts/ready.mjs';
import { mannWhitney } from './mann-whitney.ts';
import { quantile } from './measurement.ts';
import { openPlace, type Place } from './place.ts';
import { seedAskers, type Pair } from './seed-askers.ts';

const { values } = parseArgs({ options: { pairs: { type: 'string', default: '300' } } });
const warmUp = 60;

buildWhenChanged(process.execPath);
const place = await openPlace('embedded');
process.on('SIGINT', () => void place.close().finally(() => process.exit(130)));
try {
  await measure(place, Number(values.pairs));
} finally {
  await place.close();
}

/** Milliseconds of each request, of those who ask somebody that keeps nothing, and of the others. */
type Times = Record<'open' | 'keeping', number[]>;

async function measure(at: Place, count: number): Promise<void> {
  const pairs = await seedAskers(at.database, count + warmUp);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const asking: Times = { open: [], keeping: [] };
  const looking: Times = { open: [], keeping: [] };
  for (const [turn, pair] of pairs.entries())
    for (const one of inAnyOrder(pair)) {
      const form = { method: 'POST', path: `/@${one.asked}/befriend?/ask`, body: 'note=Hello.' };
      const asked = await timed(at, agent, one.cookie, form, 303);
      const looked = await timed(at, agent, one.cookie, { method: 'GET', path: '/friends' }, 200);
      if (turn < warmUp) continue;
      asking[one.keeps ? 'keeping' : 'open'].push(asked);
      looking[one.keeps ? 'keeping' : 'open'].push(looked);
    }
  agent.destroy();
  await saysWhereTheyLie(at);
  say('asking', asking);
  say('looking at once after it', looking);
}

function inAnyOrder({ open, keeping }: Pair): Pair['open'][] {
  return Math.random() < 0.5 ? [open, keeping] : [keeping, open];
}

/** Milliseconds from sending a request until its answer was read to the end. */
function timed(
  { port, origin }: Place,
  agent: Agent,
  cookie: string,
  { body, ...what }: { method: string; path: string; body?: string },
  status: number,
): Promise<number> {
  const type = 'application/x-www-form-urlencoded';
  const form = { 'content-type': type, 'content-length': String(body?.length ?? 0) };
  const host = new URL(origin).host;
  const headers = { host, origin, cookie, accept: 'text/html', ...(body && form) };
  return new Promise((done, fail) => {
    const began = performance.now();
    const asking = request({ host: '127.0.0.1', port, agent, headers, ...what }, (answer) => {
      answer.resume().on('end', () => {
        if (answer.statusCode === status) done(performance.now() - began);
        else fail(new Error(`${what.path} answered ${answer.statusCode}.`));
      });
    });
    asking.on('error', fail).end(body);
  });
}

/** The two really differ: what is compared is compared for a reason. */
async function saysWhereTheyLie({ database }: Place): Promise<void> {
  const { rows } = await database.query<{ side: string; place: string; n: number }>(
    `select left(p.handle, 4) as side, coalesce(a.place, 'nowhere') as place, count(*)::int as n
      from friend_request r join person p on p.id = r.asked_id
        left join friend_request_arrival a on a.request_id = r.id
      where r.note = 'Hello.' group by 1, 2 order by 1, 2`,
  );
  for (const { side, place: lies, n } of rows)
    console.log(
      `${side === 'keep' ? 'asked who keep something' : 'asked who keep nothing'}: ${n} ${lies}`,
    );
}

function say(what: string, { open, keeping }: Times): void {
  const { u, p } = mannWhitney(keeping, open);
  const [one, other] = [quantile(open, 0.5), quantile(keeping, 0.5)];
  const ms = (value: number) => `${value.toFixed(3)} ms`;
  console.log(
    `${what}, ${open.length} pairs: median ${ms(one)} where nothing is kept, ${ms(other)} where something is;`,
    `difference ${ms(other - one)}, U = ${u}, p = ${p.toFixed(3)}`,
  );
}
