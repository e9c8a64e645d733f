import type { PollView } from '#domain/posts/view.ts';

/**
 * A poll as clients read it; its id is its post's.
 * Source: https://docs.joinmastodon.org/entities/Poll/
 */
export function pollEntityOf(id: string, poll: PollView, known: boolean) {
  return {
    id,
    expires_at: poll.ends,
    expired: poll.ended,
    multiple: poll.multiple,
    votes_count: poll.votes,
    voters_count: poll.voters,
    options: poll.options.map(({ title, votes }) => ({ title, votes_count: votes })),
    emojis: [],
    ...(known && { voted: poll.own !== null, own_votes: poll.own ?? [] }),
  };
}
