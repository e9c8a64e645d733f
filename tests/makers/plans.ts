import type { Pool, PoolClient } from 'pg';

/** A statement as it was sent. */
export interface Sent {
  text: string;
  values: unknown[];
}

/** A statement with what it cost: rows that it read from tables, and rows that it gave back. */
export interface Cost {
  text: string;
  read: number;
  returned: number;
  /** Which table gave how many. */
  from: string;
}

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Node[];
}

/** A page may read this many rows for each that a statement gives back, and a few more to find its way. */
export const times = 20;
const few = 100;

/** Whether a statement reads more than it may. */
export function isDear({ read, returned }: Cost): boolean {
  return read > returned * times + few;
}

/** What those of these statements cost that only read. */
export async function costsOf(client: PoolClient, sent: readonly Sent[]): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const statement of sent.filter(({ text }) => isReading(text)))
    costs.push(await costOf(client, statement));
  return costs;
}

function isReading(text: string): boolean {
  return (
    /^\s*(?:\/\*.*?\*\/)?\s*(?:select|with)\b/i.test(text) &&
    !/\b(?:insert|update|delete)\b/i.test(text)
  );
}

/** Writes down every statement that a pool is asked for, also inside transactions. */
export function listen(pool: Pool): Sent[] {
  const sent: Sent[] = [];
  const note = (first: unknown, second: unknown) => {
    const { text, values } =
      typeof first === 'string' ? { text: first, values: [] } : (first as Partial<Sent>);
    if (text) sent.push({ text, values: Array.isArray(second) ? second : (values ?? []) });
  };
  const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
  const noting = (...args: unknown[]) => (note(args[0], args[1]), query(...args));
  pool.query = noting as Pool['query'];
  const connect = pool.connect.bind(pool) as (...args: unknown[]) => unknown;
  const connecting = (...args: unknown[]) => {
    const found = connect(...args);
    return found instanceof Promise
      ? found.then((client: PoolClient) => noted(client, note))
      : found;
  };
  pool.connect = connecting as Pool['connect'];
  return sent;
}

/** A client for one transaction, whose statements are written down until it is given back. */
function noted(client: PoolClient, note: (first: unknown, second: unknown) => void): PoolClient {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  return new Proxy(client, {
    get(target, name) {
      if (name === 'query') return (...args: unknown[]) => (note(args[0], args[1]), query(...args));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/**
 * Runs a statement as the product does, seven times prepared, and reads the plan of the last: the database has
 * then settled between a plan for these values and one for all.
 */
export async function costOf(client: PoolClient, { text, values }: Sent): Promise<Cost> {
  const given = values.map((value) => quoted(client, value)).join(', ');
  const call = `asked${given && `(${given})`}`;
  await client.query(`prepare asked as ${text}`);
  try {
    const run = async () => {
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
        `explain (analyze, timing off, format json) execute ${call}`,
      );
      return rows[0]?.['QUERY PLAN'][0].Plan;
    };
    for (let before = 0; before < 6 && /^\s*(?:select|with)\b/i.test(text); before += 1)
      await run();
    const plan = await run();
    if (!plan) throw new Error('The database gave no plan.');
    const scans = scansOf(plan);
    return {
      text,
      read: scans.reduce((sum, { rows }) => sum + rows, 0),
      returned: Math.round(plan['Actual Rows'] * plan['Actual Loops']),
      from: scans
        .filter(({ rows }) => rows > 0)
        .map(({ name, rows }) => `${name} ${Math.round(rows)}`)
        .join(', '),
    };
  } finally {
    await client.query('deallocate asked');
  }
}

function scansOf(node: Node): { name: string; rows: number }[] {
  const below = (node.Plans ?? []).flatMap(scansOf);
  const name = node['Relation Name'];
  if (!name) return below;
  const once =
    node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0);
  return [...below, { name: `${name} (${node['Node Type']})`, rows: once * node['Actual Loops'] }];
}

function quoted(client: PoolClient, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) {
    const items = value.map((one) =>
      one === null ? 'null' : `"${String(one).replace(/["\\]/g, '\\$&')}"`,
    );
    return client.escapeLiteral(`{${items.join(',')}}`);
  }
  return client.escapeLiteral(value instanceof Date ? value.toISOString() : String(value));
}
