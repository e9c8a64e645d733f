import { and, desc, eq, gt, or, isNull } from 'drizzle-orm';
import { endChecks, keepCheck, saysProfessional } from './inner/credential-rows.server.ts';
import { overWords, readKind, reasonWords, type CredentialKind } from './inner/credential-words.ts';
import { isOrcid } from './inner/orcid.ts';
import { findOrcid } from './outside.server.ts';
import { roleShownTo } from './person-roles.server.ts';
import { credential } from './profile-schema.server.ts';
import { person, personRole } from './schema.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';

export type { CredentialKind };

/** A check that is over stays visible as such for so many days. */
const staysMs = 90 * 86_400_000;

/** A check as others see it: a sentence that says who checked what and when, and until when it counts. */
export interface Credential {
  id: string;
  kind: CredentialKind;
  statement: string;
  checked: Date;
  ends: Date;
  /** Since when it does not count any more, and why; null while it does. */
  over: { since: Date; why: string } | null;
}

/**
 * Somebody's checks, standing ones first, and for ninety days those that are over. Empty alike for
 * nobody, for somebody without checks, and for one whose role as a professional the viewer may not see.
 */
export async function listCredentials(ctx: Ctx, personId: string): Promise<Credential[]> {
  return (await readRows(ctx, personId)).map(({ subject: _own, ...shown }) => shown);
}

/**
 * The hosts at which somebody's standing checks found them at work: of an address there, or of a page that links
 * back. The sentences of these checks name them too; as the viewer may see them.
 */
export async function hostsOfWork(ctx: Ctx, personId: string): Promise<string[]> {
  const standing = (await readRows(ctx, personId)).filter(({ over }) => !over);
  return standing.flatMap(({ kind, subject }) => {
    if (kind === 'address') return [subject];
    return kind === 'backLink' && URL.canParse(subject) ? [new URL(subject).hostname] : [];
  });
}

/** A check as its owner sees it: with what is looked at again (a page's address, a host, a register). */
export interface OwnCredential extends Credential {
  subject: string;
}

/** The viewer's own checks; none for guests. */
export async function listOwnCredentials(ctx: Ctx): Promise<OwnCredential[]> {
  return ctx.viewer ? readRows(ctx, ctx.viewer.personId) : [];
}

async function readRows(ctx: Ctx, personId: string): Promise<OwnCredential[]> {
  const now = ctx.clock.now();
  const since = new Date(now.getTime() - staysMs);
  const said = and(eq(personRole.personId, personId), eq(personRole.role, 'professional'));
  const rows = await ctx.db
    .select({ row: credential, loginId: person.loginId })
    .from(credential)
    .innerJoin(personRole, and(said, roleShownTo(ctx.viewer)))
    .innerJoin(person, eq(person.id, credential.personId))
    .where(
      and(
        eq(credential.personId, personId),
        gt(credential.ends, since),
        or(isNull(credential.withdrawn), gt(credential.withdrawn, since)),
      ),
    )
    .orderBy(desc(credential.checked), desc(credential.id));
  const proved = rows[0]?.loginId ? await findOrcid(ctx, rows[0].loginId) : undefined;
  const all = rows.flatMap(({ row }) => shownAt(now, row, proved?.iD) ?? []);
  return [...all.filter(({ over }) => !over), ...all.filter(({ over }) => over)];
}

function shownAt(
  now: Date,
  row: typeof credential.$inferSelect,
  provedId: string | undefined,
): OwnCredential | undefined {
  const { id, subject, statement, checked, ends } = row;
  const kind = readKind(row.kind);
  return kind && { id, kind, subject, statement, checked, ends, over: overAt(now, row, provedId) };
}

/** What the clock or a disconnected account has ended is over at once, before any job has seen it. */
function overAt(
  now: Date,
  { kind, subject, ends, withdrawn, reason }: typeof credential.$inferSelect,
  provedId: string | undefined,
): Credential['over'] {
  if (withdrawn) return { since: withdrawn, why: reasonWords(reason) };
  if (ends <= now) return { since: ends, why: overWords.ended };
  const disconnected = kind === 'orcid' && subject !== provedId;
  return disconnected ? { since: now, why: overWords.disconnected } : null;
}

/**
 * Takes one of the viewer's own checks back; it stays visible as taken back for a while. Refuses `gone`
 * for any other.
 */
export async function withdrawCredential(
  ctx: Ctx,
  id: string,
): Promise<{ refused: 'gone' } | undefined> {
  const personId = ctx.viewer?.personId;
  if (!personId || !/^\d{1,19}$/.test(id)) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const over = await endChecks(tx, { personId, id }, 'takenBack');
    return over.length === 0 ? { refused: 'gone' } : undefined;
  });
}

/**
 * Puts the iD that ORCID itself has confirmed onto the viewer's page, as of the day on which they last
 * signed in there. There is no way to type one. Refuses `notConnected` without a connected account, and
 * `long` when that day is more than a year ago: then they sign in at ORCID once more.
 */
export async function showOrcid(
  ctx: Ctx,
  loginId: string,
): Promise<{ refused: 'gone' | 'notConnected' | 'long' } | undefined> {
  const personId = ctx.viewer?.personId;
  if (!personId || !(await saysProfessional(ctx, personId))) return { refused: 'gone' };
  return inTransaction(ctx, async (tx) => {
    const proved = await findOrcid(tx, loginId);
    if (!proved || !isOrcid(proved.iD)) return { refused: 'notConnected' as const };
    const on = proved.used ?? proved.since;
    if (on.getTime() + 365 * 86_400_000 <= tx.clock.now().getTime())
      return { refused: 'long' as const };
    await keepCheck(tx, {
      personId,
      kind: 'orcid',
      subject: proved.iD,
      found: proved.iD,
      checkedBy: 'orcid.org',
      on,
    });
    return undefined;
  });
}
