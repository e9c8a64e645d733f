import { signedIn } from '../account.ts';
import { olderThan, windowOf } from '../window-of.ts';
import type { PageServerLoad } from './$types';
import { deskFor } from '#domain/posts/desk.server.ts';
import { listHome } from '#domain/posts/home.server.ts';
import { shownLines } from '#domain/posts/shown.server.ts';
import { onlyRendered } from '#ui/only-rendered.ts';

export const load: PageServerLoad = async (event) => {
  await signedIn(event);
  const { ctx } = event.locals;
  const window = windowOf(event.url);
  const [desk, found] = await Promise.all([deskFor(ctx, { back: '/home' }), listHome(ctx, window)]);
  const lines = await shownLines(ctx, found, 'home');
  return onlyRendered(event, {
    desk,
    lines,
    newest: window.maxId ? undefined : (found[0]?.id ?? '0'),
    older: olderThan(
      event.url,
      found.map(({ id }) => id),
    ),
    first: window.maxId === undefined,
  });
};
