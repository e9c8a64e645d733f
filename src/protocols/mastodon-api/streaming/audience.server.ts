import type { Stream } from './streams.ts';
import { covers, type Scope } from '#domain/apps/scopes.ts';
import type { Bearer } from '#domain/apps/tokens.server.ts';
import type { Viewer } from '#platform/ctx.server.ts';

/** Who comes with a token for a person. */
export interface Listener extends Bearer {
  viewer: Viewer;
}

/** What happened, as it is told: which event, with what (JSON, already text). */
export interface News {
  event: string;
  payload?: string;
}

/** One open connection of an app: a socket with many streams, or server-sent events with one. */
export interface Reader {
  token: string;
  who: Listener;
  streams: Map<string, Stream>;
  tell(stream: Stream, news: News): void;
  end(): void;
}

/** All readers of a process, found by what they listen to and by whose they are. */
export interface Audience {
  come(reader: Reader): void;
  go(reader: Reader): void;
  follow(reader: Reader, stream: Stream): void;
  leave(reader: Reader, key: string): void;
  /** Those who follow a stream of this key, by person where `people` names some. */
  followers(key: string): Iterable<Reader>;
  keys(): Iterable<string>;
  of(personId: string): ReadonlySet<Reader>;
  people(): string[];
  all(): Iterable<Reader>;
  readonly count: number;
}

/** Opens an audience of nobody. */
export function openAudience(): Audience {
  const everybody = new Set<Reader>();
  const byPerson = new Map<string, Set<Reader>>();
  const byKey = new Map<string, Set<Reader>>();
  const leave: Audience['leave'] = (reader, key) => {
    reader.streams.delete(key);
    takeOut(byKey, key, reader);
  };
  return {
    come(reader) {
      everybody.add(reader);
      putIn(byPerson, reader.who.viewer.personId, reader);
    },
    go(reader) {
      for (const key of reader.streams.keys()) leave(reader, key);
      everybody.delete(reader);
      takeOut(byPerson, reader.who.viewer.personId, reader);
    },
    follow(reader, stream) {
      if (!everybody.has(reader)) return;
      reader.streams.set(stream.key, stream);
      putIn(byKey, stream.key, reader);
    },
    leave,
    followers: (key) => byKey.get(key) ?? [],
    keys: () => byKey.keys(),
    of: (personId) => byPerson.get(personId) ?? new Set(),
    people: () => [...byPerson.keys()],
    all: () => everybody,
    get count() {
      return everybody.size;
    },
  };
}

/** Whether a reader's token is leave for this. */
export function mayHear({ who }: Pick<Reader, 'who'>, needed: Scope): boolean {
  return covers(who.scopes, needed);
}

function putIn(index: Map<string, Set<Reader>>, key: string, reader: Reader): void {
  const known = index.get(key);
  if (known) known.add(reader);
  else index.set(key, new Set([reader]));
}

function takeOut(index: Map<string, Set<Reader>>, key: string, reader: Reader): void {
  const known = index.get(key);
  known?.delete(reader);
  if (known?.size === 0) index.delete(key);
}
