import { withNext } from '#domain/people/next.ts';
import { listProviders } from '#domain/people/providers.server.ts';

/** The ways in with an account elsewhere, which take an invitation and the page to go on to along. */
export async function waysElsewhere(
  ctx: App.Locals['ctx'],
  next: string,
  invitation?: string,
): Promise<{ href: string; words: string }[]> {
  const brought = invitation ? `?invitation=${encodeURIComponent(invitation)}` : '';
  return (await listProviders(ctx)).map(({ id, name }) => ({
    href: withNext(`/sign-in/with/${encodeURIComponent(id)}${brought}`, next),
    words: `Go on with ${name}`,
  }));
}
