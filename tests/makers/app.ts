import { createHash, randomBytes } from 'node:crypto';
import { registerApp, type App, type AppWords } from '#domain/apps/apps.server.ts';
import { outOfBand } from '#domain/apps/redirect-rules.ts';
import { makeToken } from '#domain/apps/tokens.server.ts';
import type { Scope } from '#domain/apps/scopes.ts';
import type { Viewer } from '#platform/ctx.server.ts';
import type { World } from '../world.ts';

/** An app that has come, with its secret; empty for a public client. */
export interface MadeApp extends App {
  secret: string;
}

/** Takes an app in; it names `read write follow push` and the out-of-band address unless told otherwise. */
export async function anApp(world: World, words: Partial<AppWords> = {}): Promise<MadeApp> {
  const usual = { name: 'Tusky', redirectUris: [outOfBand], website: '', secret: true };
  const asked = { ...usual, scopes: 'read write follow push', ...words };
  const made = await registerApp(world.as(null), asked, randomBytes(8).toString('hex'));
  if ('refused' in made) throw new Error(`The app was refused: ${made.refused}.`);
  return { ...made.app, secret: made.secret ?? '' };
}

/** A token for a person, or for an app alone, with these scopes. */
export async function aToken(
  world: World,
  viewer: Viewer | null,
  scopes: Scope[],
  app?: App,
): Promise<string> {
  const { id } = app ?? (await anApp(world));
  const about = { appId: id, personId: viewer?.personId ?? null, scopes };
  return (await makeToken(world.as(null), about)).token;
}

/** A verifier and its challenge. */
export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}
