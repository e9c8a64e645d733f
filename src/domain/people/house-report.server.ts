import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { livesHere } from './lives-here.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What whoever looks after the place should know. No figure about people is exact. */
export interface HouseReport {
  /** People, rounded down to tens; 0 stands for fewer than ten. */
  people: number;
  /** Jobs that failed for good, by queue. */
  deadLetters: { name: string; count: number }[];
  /** Where letters are kept when no mail server is set. */
  mailbox: string | undefined;
  contact: string;
  origin: string;
}

/** How the place is doing. Refuses `gone` to everybody but the operator. */
export async function readHouse(ctx: Ctx): Promise<HouseReport | { refused: 'gone' }> {
  if (!ctx.viewer?.operator) return { refused: 'gone' };
  const { config } = ctx;
  const { rows } = await ctx.db.execute<{ count: number }>(
    sql`select count(*)::int as count from person where ${livesHere(sql`person`)}`,
  );
  return {
    people: Math.floor((rows[0]?.count ?? 0) / 10) * 10,
    deadLetters: await ctx.jobs.deadLetters(),
    mailbox: config.smtpUrl ? undefined : join(config.dataDir, 'mailbox'),
    contact: config.contact,
    origin: config.origin,
  };
}
