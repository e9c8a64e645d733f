import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { inject } from 'vitest';
import { databaseOf, onServer } from './global-setup.ts';
import { login, operator, person, personRole, session } from '#domain/people/schema.server.ts';
import { sessionCookieName } from '#domain/people/sign-in.server.ts';
import { handClock } from '#platform/clock.server.ts';
import { readConfig } from '#platform/config.server.ts';
import type { Ctx, Viewer } from '#platform/ctx.server.ts';
import { makeLog } from '#platform/log.server.ts';
import type { Letter } from '#platform/mail.server.ts';
import { openServices, type Services } from '#platform/services.server.ts';
import { elsewhere, listeners } from '#wiring.server.ts';
import { startWorker } from '#worker.ts';

/** A small world: its own database, a clock that is turned by hand, letters that can be read. */
export interface World {
  services: Services;
  clock: ReturnType<typeof handClock>;
  letters: Letter[];
  /** What was logged, a line each, when the world was opened to remember it. */
  logged: string[];
  /** What a verb is given when this person (or nobody) asks. */
  as(viewer: Viewer | null): Ctx;
  aPerson(about?: {
    handle?: string;
    name?: string;
    roles?: string[];
    operator?: boolean;
  }): Promise<Viewer>;
  aPatient(): Promise<Viewer>;
  aRadiographer(): Promise<Viewer>;
  /** A `cookie` header of a fresh session. */
  cookieOf(viewer: Viewer): Promise<string>;
  /** Closes its services, and opens them anew on the same database and folder. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

/**
 * `working: true` also works on jobs; `env` overrides settings; `remembersLog` keeps the log instead of printing it;
 * several worlds may have one `clock`.
 */
export async function openWorld(
  options: {
    now?: string;
    clock?: World['clock'];
    working?: boolean;
    env?: Record<string, string>;
    remembersLog?: boolean;
  } = {},
): Promise<World> {
  const server = inject('connection');
  const name = `pf_${process.pid}_${randomBytes(4).toString('hex')}`;
  await onServer(server, `create database ${name} template ${inject('template')}`);
  const dataDir = await mkdtemp(join(tmpdir(), 'pf-world-'));
  const config = readConfig({
    POCKETFRIENDS_DATA: dataDir,
    POCKETFRIENDS_PROCESS: options.working ? 'all' : 'web',
    LOG_LEVEL: 'error',
    ...options.env,
  });
  if ('refused' in config) throw new Error(config.refused.join(' '));
  const clock = options.clock ?? handClock(new Date(options.now ?? '2026-11-22T12:00:00Z'));
  const letters: Letter[] = [];
  const logged: string[] = [];
  const remember = options.remembersLog && { write: (line: string) => void logged.push(line) };
  const open = async () => {
    const services = await openServices(config, databaseOf(server, name), {
      clock,
      log: makeLog(config.logLevel, remember || undefined),
      mailer: { send: async (letter) => void letters.push(letter) },
      listeners,
      elsewhere,
    });
    if (options.working) await startWorker(services);
    return services;
  };
  const opened = { services: await open() };
  const world: World = Object.assign(opened, personMakers(opened), {
    clock,
    letters,
    logged,
    as: (viewer: Viewer | null) => ({ ...opened.services, viewer }),
    reopen: async () => {
      await opened.services.close();
      opened.services = await open();
    },
    close: async () => {
      await opened.services.close();
      await onServer(server, `drop database ${name} with (force)`);
      await rm(dataDir, { recursive: true, force: true });
    },
  });
  return world;
}

function personMakers(opened: { services: Services }) {
  let count = 0;
  const aPerson: World['aPerson'] = async (about = {}) => {
    const { db, clock } = opened.services;
    const handle = about.handle ?? `person_${++count}`;
    const loginId = randomUUID();
    await db
      .insert(login)
      .values({ id: loginId, email: `${handle}@example.org`, created: clock.now() });
    const [made] = await db
      .insert(person)
      .values({ loginId, handle, name: about.name ?? handle })
      .returning();
    if (!made) throw new Error('No person was made.');
    for (const role of about.roles ?? [])
      await db.insert(personRole).values({ personId: made.id, role });
    if (about.operator) await db.insert(operator).values({ personId: made.id, since: clock.now() });
    return {
      personId: made.id,
      handle,
      name: made.name,
      operator: about.operator ?? false,
      zone: made.zone,
    };
  };
  return {
    aPerson,
    aPatient: () => aPerson({ roles: ['patient'] }),
    aRadiographer: () => aPerson({ roles: ['professional'] }),
    cookieOf: async (viewer: Viewer) => {
      const { db, clock, config } = opened.services;
      const token = randomBytes(24).toString('base64url');
      const [found] = await db.select().from(person).where(eq(person.id, viewer.personId));
      if (!found?.loginId) throw new Error(`${viewer.handle} has no login.`);
      const now = clock.now();
      const ends = new Date(now.getTime() + 86_400_000);
      const times = { created: now, seen: now, proved: now, ends };
      const tokenHash = createHash('sha256').update(token).digest('hex');
      const device = 'Firefox on Linux';
      await db
        .insert(session)
        .values({ id: randomUUID(), loginId: found.loginId, tokenHash, device, ...times });
      return `${sessionCookieName(config)}=${token}`;
    },
  };
}
