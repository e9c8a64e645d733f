import type { Kind } from '../kinds.ts';

/** What somebody did, after their name: alone, and together with others. */
export const newsWords: Readonly<Record<Kind, { one: string; many: string }>> = {
  mention: { one: 'wrote to you', many: 'wrote to you' },
  status: { one: 'wrote a post', many: 'wrote a post' },
  reblog: { one: 'boosted your post', many: 'boosted your post' },
  follow: { one: 'follows you now', many: 'follow you now' },
  follow_request: { one: 'asks to follow you', many: 'ask to follow you' },
  favourite: { one: 'likes your post', many: 'like your post' },
  poll: { one: 'asked something, and the poll is over', many: 'asked, and the polls are over' },
  update: { one: 'changed a post that you boosted', many: 'changed a post that you boosted' },
  quote: { one: 'quoted your post', many: 'quoted your post' },
  quoted_update: {
    one: 'changed a post that you quoted',
    many: 'changed posts that you quoted',
  },
  friend_request: { one: 'asks to be friends', many: 'ask to be friends' },
  friend: { one: 'and you are friends now', many: 'and you are friends now' },
  introduction: { one: 'introduces somebody to you', many: 'introduce somebody to you' },
  meeting: { one: 'wrote about meeting you', many: 'wrote about meeting you' },
  private_note: { one: 'wrote something', many: 'wrote something' },
  advice: { one: 'and you', many: 'and you' },
};

/** Who else did it, after the first name: "and 3 others". */
export function othersWords(count: number): string {
  if (count <= 1) return '';
  return count === 2 ? 'and one other' : `and ${count - 1} others`;
}
