import { accountOf } from './account.ts';
import type { Edition } from '#domain/posts/history.server.ts';
import type { PostView } from '#domain/posts/view.ts';

/**
 * What a post said at a time, as clients read it. Of its files those that still stand under it, with the
 * words for them then. Source: https://docs.joinmastodon.org/entities/StatusEdit/
 */
export function statusEditOf(
  origin: string,
  { author }: PostView,
  edition: Edition,
  files: readonly { id: string; description: string | null }[],
) {
  const { html, contentNote, sensitive, published, pollOptions, alts } = edition;
  return {
    content: html,
    spoiler_text: contentNote,
    sensitive,
    created_at: published,
    account: accountOf(origin, author),
    ...(pollOptions && { poll: { options: pollOptions.map((title) => ({ title })) } }),
    media_attachments: filesThen(files, alts),
    emojis: [],
    quote: null,
  };
}

function filesThen(
  files: readonly { id: string; description: string | null }[],
  alts: Edition['alts'],
) {
  if (!alts) return files;
  return files.flatMap((file) =>
    file.id in alts ? [{ ...file, description: alts[file.id] || null }] : [],
  );
}

/**
 * What its author wrote, to be edited.
 * Source: https://docs.joinmastodon.org/entities/StatusSource/
 */
export function statusSourceOf({ id, text, contentNote }: PostView) {
  return { id, text, spoiler_text: contentNote };
}
