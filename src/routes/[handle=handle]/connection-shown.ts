import { momentWords } from '../day-words.ts';
import { doneWords } from '#domain/connections/connection-words.ts';
import { countRequestsToMe } from '#domain/connections/friend-answers.server.ts';
import { countFollowRequests } from '#domain/connections/lists.server.ts';
import {
  listRelations,
  type Relation,
  type Together,
} from '#domain/connections/relations.server.ts';
import { readAuthors } from '#domain/posts/authors.server.ts';

type Ctx = App.Locals['ctx'];

/** What somebody's page says about being together: what is between the viewer and them, and how many follow. */
export async function connectionShown(
  ctx: Ctx,
  { id, name }: { id: string; name: string },
  url: URL,
) {
  const own = ctx.viewer?.personId === id;
  const author = (await readAuthors(ctx, [id])).get(id);
  const [found] = own ? [] : await listRelations(ctx, [id]);
  const relation = found && withoutId(found);
  return {
    relation,
    muteEnds: relation?.muteEnds ? momentWords(new Date(relation.muteEnds)) : undefined,
    done: doneWords(url.searchParams.get('did'), name),
    asking: own ? await countFollowRequests(ctx) : 0,
    askingFriends: own ? await countRequestsToMe(ctx) : 0,
    follows:
      author && (author.showsFollows || own)
        ? { followers: author.followers, following: author.following }
        : undefined,
  };
}

function withoutId({ id: _ours, ...together }: Relation): Together {
  return together;
}
