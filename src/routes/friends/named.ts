import { findAuthors } from '#domain/posts/authors.server.ts';

/** Somebody as a line of a list names them. */
export interface Named {
  id: string;
  handle: string;
  name: string;
  avatar: string | null;
}

/** People by their ids, as the viewer may see them; whoever may not be met is absent. */
export async function namedBy(
  ctx: App.Locals['ctx'],
  ids: readonly string[],
): Promise<Map<string, Named>> {
  const found = await findAuthors(ctx, [...new Set(ids)]);
  return new Map(
    [...found].map(([id, { handle, name, avatar }]) => [
      id,
      { id, handle, name: name || handle, avatar },
    ]),
  );
}
