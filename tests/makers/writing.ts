import type { World } from '../world.ts';
import { writePost, type Writing } from '#domain/posts/write.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

/** Writes a post as somebody; public unless told otherwise. Its id. */
export async function written(
  world: World,
  author: Viewer,
  text: string,
  more: Partial<Writing> = {},
): Promise<string> {
  const made = await writePost(world.as(author), { text, visibility: 'public', ...more });
  if ('refused' in made) throw new Error(`A post was refused: ${made.refused}.`);
  return made.post.id;
}
