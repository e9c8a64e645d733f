import { sql } from 'drizzle-orm';
import { login, proof } from '../schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

const aboutLogin = ['half-way', 'address-change'];
const aboutAddress = ['new-password', 'sign-in-letter', 'arrival'];

/**
 * Forgets what was begun before the ways in changed and is not finished: whoever began it may be
 * somebody else. The link that undoes a change of address stays: it is its owner's last way back.
 */
export async function forgetPending(ctx: Pick<Ctx, 'db'>, loginId: string): Promise<void> {
  await ctx.db.execute(sql`delete from ${proof}
    where (about = ${loginId} and kind = any(${sql.param(aboutLogin)}::text[]))
      or (about = (select email from ${login} where id = ${loginId})
        and kind = any(${sql.param(aboutAddress)}::text[]))`);
}
