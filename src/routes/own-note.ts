import { look } from '#domain/guard/look.ts';
import { noteWords } from '#domain/guard/words.ts';
import { aboutAuthor } from '#domain/posts/about-author.server.ts';

/**
 * What the guard says of words that were kept already, for whoever wrote them where no script runs: a page made for
 * them alone. Empty when it finds nothing. It is said anew each time and kept nowhere.
 */
export async function ownNote(ctx: App.Locals['ctx'], text: string): Promise<string> {
  const { spans } = look(text, await aboutAuthor(ctx));
  return noteWords(spans.map(({ kind }) => kind));
}
