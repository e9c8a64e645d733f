import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { Connection, Runner } from './db.server.ts';
import type { Log } from './log.server.ts';

/** Work that happens after an answer was given. Jobs are rows: they commit with what caused them. */
export interface Jobs {
  /**
   * Puts a job into the queue, inside the caller's transaction. `retries` says how often beyond the usual five. Of those
   * with the same `once` there is one, until it is done.
   */
  send(
    db: Runner,
    name: string,
    data: object,
    options?: { startAfter?: Date; once?: string; retries?: number },
  ): Promise<void>;
  /** Starts to work on a queue. A handler that throws is tried again, with back-off, five times. */
  work(name: string, handler: (data: never) => Promise<void>): Promise<void>;
  /** Makes sure that a queue and its dead letters exist. */
  queue(name: string): Promise<void>;
  /** Removes jobs whose data holds these values, whether they wait, are done or have failed for good. */
  forget(db: Runner, name: string, about: object): Promise<void>;
  /** Removes jobs of every queue whose data holds one of these texts anywhere, whatever became of them. */
  forgetAbout(db: Runner, texts: string[]): Promise<void>;
  /** Removes jobs that were done before one moment, and those that failed for good before another. */
  forgetOld(db: Runner, before: { done: Date; dead: Date }): Promise<void>;
  /** Runs a job at every full minute. */
  everyMinute(name: string): Promise<void>;
  /** Jobs that failed for good, a count by queue. */
  deadLetters(): Promise<{ name: string; count: number }[]>;
  stop(): Promise<void>;
}

const dead = (name: string) => `${name}.dead`;

/** Opens the job queue on the same database. `works` is false in a process that only serves pages. */
export async function openJobs(connection: Connection, log: Log, works: boolean): Promise<Jobs> {
  const boss = new PgBoss({
    ...connection,
    max: works ? 4 : 2,
    application_name: 'pocketfriends jobs',
    supervise: works,
    schedule: works,
    useListenNotify: works,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on('error', (fault) => log.warn({ err: fault }, 'the job queue met a fault'));
  await boss.start();
  return {
    async send(db, name, data, options = {}) {
      await boss.send(name, data, {
        db: fromDrizzle(db, sql),
        ...(options.startAfter && { startAfter: options.startAfter }),
        // The queue knows a job by its key within such a window alone.
        ...(options.once && { singletonKey: options.once, singletonSeconds: 24 * 60 * 60 }),
        ...(options.retries && { retryLimit: options.retries }),
      });
    },
    async work(name, handler) {
      const options = { batchSize: 1, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 1 };
      const id = await boss.work(name, options, async ([job]) => {
        if (job) await handler(job.data as never);
        // What is done is forgotten at once: a letter's job holds an address, and a link that still opens.
        if (job) await boss.deleteJob(name, job.id);
        // One lane takes its next job at once instead of sleeping through a polling interval.
        boss.notifyWorker(id);
      });
    },
    async queue(name) {
      await boss.createQueue(dead(name), { retentionSeconds: 30 * 24 * 60 * 60 });
      await boss.createQueue(name, {
        policy: 'standard',
        notify: true,
        retryLimit: 5,
        retryDelay: 2,
        retryBackoff: true,
        retryDelayMax: 3600,
        expireInSeconds: 120,
        // A worker that was killed no longer beats: its job is taken up again within seconds.
        heartbeatSeconds: 10,
        deleteAfterSeconds: 3600,
        deadLetter: dead(name),
      });
    },
    async forget(db, name, about) {
      await db.execute(sql`delete from pgboss.job
        where name in (${name}, ${dead(name)}) and data @> ${JSON.stringify(about)}::jsonb`);
    },
    async forgetAbout(db, texts) {
      const sought = JSON.stringify({ texts });
      await db.execute(sql`delete from pgboss.job
        where jsonb_path_exists(data, '$.** ? (@ == $texts[*])', ${sought}::jsonb)
          or singleton_key = any(${sql.param(texts)}::text[])`);
    },
    async forgetOld(db, before) {
      await db.execute(sql`delete from pgboss.job
        where (state in ('completed', 'cancelled', 'failed') and completed_on < ${before.done})
          or (name like '%.dead' and created_on < ${before.dead})`);
    },
    everyMinute: async (name) => void (await boss.schedule(name, '* * * * *', {})),
    async deadLetters() {
      const queues = await boss.getQueues();
      return queues
        .filter((queue) => queue.name.endsWith('.dead'))
        .map((queue) => ({ name: queue.name, count: queue.queuedCount ?? 0 }))
        .filter((queue) => queue.count > 0);
    },
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
}
