import { registerApp } from './apps.server.ts';
import { outOfBand } from './redirect-rules.ts';
import { makeToken } from './tokens.server.ts';
import { writeAudit } from '#domain/house/audit.server.ts';
import { tidyHandle } from '#domain/people/handle.ts';
import { findProfile } from '#domain/people/profile.server.ts';
import { inTransaction, type Ctx } from '#platform/ctx.server.ts';

/** What a token is made for, as it is typed at the machine. */
export interface ByHand {
  handle: string;
  scopes: string;
  /** What the app is called in the person's settings. */
  app: string;
}

/**
 * Makes a token without asking the person, for whoever has the machine: for trying things, and for programs
 * of one's own. It stands among the person's apps, where they can take it back, and in the audit log.
 */
export async function tokenByHand(
  ctx: Ctx,
  { handle, scopes, app }: ByHand,
): Promise<{ token: string } | { refused: 'nobody' | 'scopes' | 'name' }> {
  const person = await findProfile(ctx, tidyHandle(handle));
  if (!person || person.host !== null || person.kind !== 'person') return { refused: 'nobody' };
  return inTransaction(ctx, async (tx) => {
    const words = { name: app, redirectUris: [outOfBand], scopes, website: '', secret: false };
    const made = await registerApp(tx, words, 'this machine');
    if ('refused' in made) return { refused: made.refused === 'scopes' ? 'scopes' : 'name' };
    const about = { appId: made.app.id, personId: person.id, scopes: made.app.scopes };
    const { token } = await makeToken(tx, about);
    await writeAudit(tx, { act: 'make-token', subject: person.id, detail: { app: made.app.id } });
    return { token };
  });
}
