import { sql } from 'drizzle-orm';
import type { Met } from '../friend-request-rules.ts';
import { block } from '../schema.server.ts';
import { youngPerson } from '../friends-schema.server.ts';
import { isHeld } from '../request-hold-rules.ts';
import { readHolds } from '../request-holds.server.ts';
import { roleShownTo } from '#domain/people/person-roles.server.ts';
import { personRole } from '#domain/people/schema.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** Answers whether two have been in the same club; the area of clubs knows, and `wiring` hands it in. */
export type SharesClub = (ctx: Pick<Ctx, 'db'>, one: string, other: string) => Promise<boolean>;

/** What somebody who asks meets on the side of the asked. For deliveries alone: it reads what is private. */
export async function metByRequest(
  ctx: Pick<Ctx, 'db'>,
  { askerId, askedId }: { askerId: string; askedId: string },
  sharesClub: SharesClub,
): Promise<Met> {
  const { rows } = await ctx.db.execute<Omit<Met, 'held'> & Record<string, unknown>>(sql`
    select exists (select from ${block} b where (b.person_id = ${askerId} and b.blocked_id = ${askedId})
        or (b.person_id = ${askedId} and b.blocked_id = ${askerId})) as apart,
      exists (select from ${youngPerson} y where y.person_id = ${askedId}) as "askedIsYoung",
      exists (select from ${youngPerson} y where y.person_id = ${askerId}) as "askerIsYoung"`);
  const holds = await readHolds(ctx, askedId);
  const asker = {
    ...(await publicOf(ctx, askerId, askedId)),
    sharesClub: !holds.noSharedClub || (await sharesClub(ctx, askerId, askedId)),
  };
  const met = rows[0] ?? { apart: true, askedIsYoung: false, askerIsYoung: false };
  return { ...met, held: isHeld(holds, asker) };
}

/** What the asked can read of the asker anyway: their roles, and the words of their profile. */
async function publicOf({ db }: Pick<Ctx, 'db'>, askerId: string, askedId: string) {
  const shown = roleShownTo({ personId: askedId });
  const { rows } = await db.execute<{ roles: string[]; words: string[] }>(sql`
    select array(select ${personRole.role} from ${personRole}
        where ${personRole.personId} = p.id and ${shown}) as roles,
      array[p.name, p.bio]
        || array(select l.label || ' ' || l.address from person_link l where l.person_id = p.id)
        || array(select c.statement from credential c where c.person_id = p.id and c.withdrawn is null
          and exists (select from ${personRole} where ${personRole.personId} = p.id
            and ${personRole.role} = 'professional' and ${shown})) as words
    from person p where p.id = ${askerId}`);
  return rows[0] ?? { roles: [], words: [] };
}
