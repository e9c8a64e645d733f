/** Who wrote what for whom, as plain sets: what the rules say, without a database. */
export type Audience = 'public' | 'unlisted' | 'followers' | 'friends' | 'direct';

/** A post of the model. People are numbers; a guest is no number. */
export interface ModelPost {
  author: number;
  audience: Audience;
  hereOnly: boolean;
  parent: ModelPost | undefined;
  /** Whom its words name, as far as they could be named. */
  named: readonly number[];
  gone: boolean;
}

const order: readonly Audience[] = ['public', 'unlisted', 'followers', 'friends', 'direct'];

/** Who follows, befriended, blocked and muted whom; each pair as `a>b`. */
export class ModelOfPeople {
  readonly follows = new Set<string>();
  readonly friends = new Set<string>();
  readonly blocks = new Set<string>();
  readonly mutes = new Set<string>();
  /** Who lives on another server: what is for people here is not for them. */
  readonly away = new Set<number>();
  /** Follows that a friendship began: they end with it. */
  private readonly begun = new Set<string>();

  befriend(one: number, other: number): void {
    if (this.friends.has(pair(one, other))) return;
    for (const way of [pair(one, other), pair(other, one)]) {
      this.friends.add(way);
      if (!this.follows.has(way)) this.begun.add(way);
      this.follows.add(way);
    }
  }

  unfriend(one: number, other: number): void {
    for (const way of [pair(one, other), pair(other, one)]) {
      this.friends.delete(way);
      if (this.begun.delete(way)) this.follows.delete(way);
    }
  }

  unfollow(one: number, other: number): void {
    for (const set of [this.follows, this.begun]) set.delete(pair(one, other));
  }

  block(one: number, other: number): void {
    this.blocks.add(pair(one, other));
    for (const set of [this.follows, this.friends, this.begun])
      for (const way of [pair(one, other), pair(other, one)]) set.delete(way);
  }

  apart(one: number, other: number): boolean {
    return this.blocks.has(pair(one, other)) || this.blocks.has(pair(other, one));
  }

  /**
   * One's own; what everybody may read; what one was named in, of direct ones; what one is answered by; and
   * else only what is for those who follow, or are friends of, everybody up the thread who asked for that.
   */
  mayRead(reader: number | undefined, post: ModelPost): boolean {
    if (post.gone) return false;
    const audience = narrowest(post);
    const open = audience === 'public' || audience === 'unlisted';
    if (reader === undefined) return open && !up(post).some(({ hereOnly }) => hereOnly);
    if (reader === post.author) return true;
    if (this.apart(reader, post.author)) return false;
    if (this.away.has(reader) && up(post).some(({ hereOnly }) => hereOnly)) return false;
    if (open) return true;
    if (audience === 'direct') return post.named.includes(reader) || post.parent?.author === reader;
    return post.parent?.author === reader || up(post).every((one) => this.belongs(reader, one));
  }

  private belongs(reader: number, { author, audience }: ModelPost): boolean {
    if (reader === author) return true;
    if (audience === 'followers') return this.follows.has(pair(reader, author));
    if (audience === 'friends') return this.friends.has(pair(reader, author));
    return true;
  }
}

/** The key of a pair. */
export function pair(one: number, other: number): string {
  return `${one}>${other}`;
}

/** The narrowest audience from a post up to where its thread begins. */
export function narrowest(post: ModelPost): Audience {
  const at = Math.max(...up(post).map(({ audience }) => order.indexOf(audience)));
  return order[at] ?? 'direct';
}

/** A post and all that it answers, one above the other. */
function up(post: ModelPost): ModelPost[] {
  return post.parent ? [post, ...up(post.parent)] : [post];
}
