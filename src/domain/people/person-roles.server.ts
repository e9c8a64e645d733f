import { sql, type SQL } from 'drizzle-orm';
import type { SaidRole } from './roles.ts';
import { personRole } from './schema.server.ts';
import { inTransaction, type Ctx, type Viewer } from '#platform/ctx.server.ts';
import { profileChangesTooFast } from './inner/profile-limit.server.ts';

/**
 * The one predicate of roles: a condition over `person_role` that holds for what this viewer may see.
 * Every reader of roles uses it. `null` is everybody: what a visitor's page, a figure or a feed may say.
 * A role for friends is seen by those who are it now.
 */
export function roleShownTo(viewer: Pick<Viewer, 'personId'> | null): SQL {
  if (!viewer) return sql`${personRole.audience} = 'everyone'`;
  return sql`(${personRole.audience} in ('everyone', 'people') or ${personRole.personId} = ${viewer.personId}
    or (${personRole.audience} = 'friends' and exists (select from friendship of_pair
      where of_pair.person_id = ${personRole.personId} and of_pair.friend_id = ${viewer.personId} offset 0)))`;
}

/**
 * Says which roles the viewer has, and who may see each; what is not named is not said any more. A role
 * that stays keeps its date. Refuses `gone` to guests, and more than sixty changes of a profile an hour.
 */
export async function changeRoles(
  ctx: Ctx,
  said: readonly SaidRole[],
): Promise<{ refused: 'gone' | 'tooFast' } | undefined> {
  const { viewer } = ctx;
  if (!viewer) return { refused: 'gone' };
  if (await profileChangesTooFast(ctx, viewer)) return { refused: 'tooFast' };
  const personId = viewer.personId;
  const names = said.map(({ role }) => role);
  await inTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`delete from ${personRole} where person_id = ${personId}
      and role <> all(${sql.param(names)}::text[])`);
    for (const { role, audience } of said)
      await tx.db
        .insert(personRole)
        .values({ personId, role, audience, since: tx.clock.now() })
        .onConflictDoUpdate({ target: [personRole.personId, personRole.role], set: { audience } });
    tx.wake({ kind: 'person', id: personId });
  });
}
