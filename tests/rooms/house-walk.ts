import { globSync, readFileSync } from 'node:fs';
import { request as dial } from 'node:http';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import type { World } from '../world.ts';

/** What a server answers, read to its end; of a stream only the beginning. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** How something is sent: `headers` take the place of the usual ones, `undefined` leaves one out. */
export interface Sending {
  method?: string;
  cookie?: string;
  type?: string;
  body?: string;
  headers?: Record<string, string | undefined>;
}

/** Sends a path to a site as it is; `fetch` would tidy it first. A body goes from the site's own page. */
export function sendTo(site: string, path: string, more: Sending = {}): Promise<Answer> {
  const { method = more.body === undefined ? 'GET' : 'POST', cookie, body } = more;
  const { port, host } = new URL(site);
  const type = more.type ?? 'application/x-www-form-urlencoded';
  const usual: Record<string, string | undefined> = {
    host,
    origin: site,
    cookie,
    // As a browser without script sends a form.
    accept: 'text/html',
    ...(body !== undefined && {
      'content-type': type,
      'content-length': String(Buffer.byteLength(body)),
    }),
    ...more.headers,
  };
  const headers = Object.entries(usual).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return new Promise((done, fail) => {
    const asking = dial({
      ...{ host: '127.0.0.1', port, path, method, agent: false },
      headers: Object.fromEntries(headers),
    });
    asking.on('response', (res) => {
      const parts: Buffer[] = [];
      const finish = () =>
        done({
          status: res.statusCode ?? 0,
          headers: res.headers,
          body: Buffer.concat(parts).toString(),
        });
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('end', finish);
      // A stream of a chat does not end by itself.
      if (String(res.headers['content-type']).startsWith('text/event-stream')) {
        finish();
        asking.destroy();
      }
    });
    asking.on('error', fail);
    asking.end(body);
  });
}

/** A route of the house, by its files: its path with its open parts, and what can be done there. */
export interface Route {
  path: string;
  /** Names of its actions as a form addresses them: `` for the only one, `?/end` for one of several. */
  actions: string[];
}

/** Every route that answers, found by its files, so that a new one is walked without being named. */
export function allRoutes(): Route[] {
  const root = fileURLToPath(new URL('../../src/routes', import.meta.url));
  const files = globSync('**/+{page.svelte,server.ts}', { cwd: root });
  const folders = [...new Set(files.map((file) => `/${file}`.replace(/\/[^/]*$/, '')))];
  return folders
    .sort()
    .map((folder) => ({ path: folder || '/', actions: actionsIn(root + folder) }));
}

function actionsIn(folder: string): string[] {
  const [file] = globSync('+page.server.ts', { cwd: folder });
  if (!file) return [];
  const [, said = ''] = /export const actions[^{]*\{(.*?)^\}/ms.exec(
    readFileSync(`${folder}/${file}`, 'utf8'),
  ) ?? ['', ''];
  const names = [...said.matchAll(/^ {2}(?:async )?(\w+)(?=[:(,])/gm)].map(([, name = '']) => name);
  return names.map((name) => (name === 'default' ? '' : `?/${name}`));
}

/** Rows of every table of ours, as one hash each; limits and sessions may change. */
export async function everything(
  { services }: World,
  but: string[] = ['rate_limit', 'session'],
): Promise<Record<string, string>> {
  const { rows } = await services.db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  );
  const found: Record<string, string> = {};
  for (const { name } of rows.filter((row) => !but.includes(row.name))) {
    const { rows: hashes } = await services.db.execute<{ hash: string }>(
      sql`select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as hash from ${sql.identifier(name)} t`,
    );
    found[name] = hashes[0]?.hash ?? '';
  }
  return found;
}
