import { credentialAccountOf } from './entities/account.ts';
import { answer, notFound } from './errors.ts';
import { readMoved } from './moved.server.ts';
import { findPostingDefaults } from '#domain/people/posting.server.ts';
import { person, type Call, type Route } from './route.ts';
import { countFollowRequests } from '#domain/connections/lists.server.ts';
import { readAuthors } from '#domain/posts/authors.server.ts';
import { findOwnProfile } from '#domain/people/profile.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What clients ask about the person themselves. */
export const accountRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/v1/accounts/verify_credentials',
    needs: person('profile', 'read:accounts'),
    answer: verify,
  },
];

async function verify({ ctx }: Call): Promise<Response> {
  const shown = await showOneself(ctx);
  return shown ? answer(shown) : notFound();
}

/** The viewer as clients read oneself. */
export async function showOneself(ctx: Ctx): Promise<object | undefined> {
  const profile = await findOwnProfile(ctx);
  const author = profile && (await readAuthors(ctx, [profile.id])).get(profile.id);
  if (!profile || !author) return undefined;
  const requests = await countFollowRequests(ctx);
  const posting = await findPostingDefaults(ctx);
  const moved = (await readMoved(ctx, [author])).get(author.id);
  return credentialAccountOf(ctx.config.origin, author, {
    ...{ profile, requests, posting, moved, operator: ctx.viewer?.operator ?? false },
  });
}
