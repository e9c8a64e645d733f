import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { beside } from './beside.ts';
import type { Command, NotDone } from './command.ts';
import { fill } from './demo/fill.ts';
import { people } from './demo/people.ts';
import { onStage } from './demo/stage.ts';
import { preparePerson, type ReadyPerson } from '#domain/people/persons.server.ts';
import type { Services } from '#platform/services.server.ts';

/** `demo`: something to see on every page. */
export const demo: Command = {
  words: [],
  options: { password: { type: 'string' } },
  usage: 'demo [--password P]',
  summary:
    'Fills an empty server with real months, invented people, a recorded chat and a live one.',
  help: `
Only on a server without people and clubs; all of it is made, or nothing. Everything that people say
in it is invented.

  --password P   the password of all ten people; made up and printed when absent`,
  run: async ({ config, options }) => {
    const password = String(options['password'] ?? randomBytes(9).toString('base64url'));
    const refused = await beside(config, (services) => make(services, password));
    if (refused) return refused;
    console.log(`The demonstration is ready. If the server is not running yet, start it: npm start
Then open ${config.origin}

Sign in with the password ${password}
  as sabine_ruoff@example.org   plans the months and looks after the server
  as jo_calgary@example.org     a patient who takes part

A chat is live now, for an hour and a half.`);
    return undefined;
  },
};

async function make(services: Services, password: string): Promise<NotDone | undefined> {
  const { rows } = await services.db.execute<{ empty: boolean }>(
    sql`select not exists (select from person) and not exists (select from club) as empty`,
  );
  if (!rows[0]?.empty)
    return {
      refused:
        'There are people or clubs here already: the demonstration only fills an empty server.',
    };
  const ready = await Promise.all(people.map((about) => prepare(about, password)));
  const faulty = ready.find((one) => 'refused' in one);
  if (faulty) return faulty;
  const cast = ready.filter((one): one is ReadyPerson => !('refused' in one));
  await onStage(services, (stage) => fill(stage, cast, new Date()));
  await services.jobs.send(services.db, 'months-due', {});
  await services.live.publish([{ kind: 'person', id: 'all' }]);
  return undefined;
}

async function prepare(
  { handle, name, roles, zone }: (typeof people)[number],
  password: string,
): Promise<ReadyPerson | NotDone> {
  const email = `${handle}@example.org`;
  const operator = handle === 'sabine_ruoff';
  const ready = await preparePerson({ handle, name, roles, zone, email, password, operator });
  if (!('refused' in ready)) return ready;
  return { refused: `Nobody was made: ${Object.values(ready.faults)[0]}` };
}
