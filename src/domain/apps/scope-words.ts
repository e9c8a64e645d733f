import { covers, scopes, type Scope } from './scopes.ts';

/** One kind of leave in words, and what belongs to it. */
export interface LeaveWords {
  title: string;
  /** Empty: the title says it all. */
  lines: string[];
}

interface Group {
  title: string;
  /** Said in place of the lines when the whole is held. */
  all: { scope: Scope; words: string };
}

const groups: readonly Group[] = [
  {
    title: 'Read what you can read here',
    all: {
      scope: 'read',
      words:
        'everything: posts, private messages, notifications, lists, bookmarks, filters, and whom you follow, mute or block',
    },
  },
  {
    title: 'Write and change things in your name',
    all: {
      scope: 'write',
      words:
        'everything: posts, private messages, your page, pictures, lists, filters, and whom you follow, mute or block',
    },
  },
  {
    title: 'Look into how this place is run, if that is your duty',
    all: { scope: 'admin:read', words: 'everything: accounts, reports, and what is kept out' },
  },
  {
    title: 'Run this place in your name, if that is your duty',
    all: { scope: 'admin:write', words: 'everything: accounts, reports, and what is kept out' },
  },
];

/** What a matter is called in both directions, unless `own` says it better. */
const matters: Readonly<Record<string, string>> = {
  accounts: 'your page and the pages of others',
  blocks: 'whom you block',
  bookmarks: 'your bookmarks',
  collections: 'your collections of people',
  favourites: 'what you like',
  filters: 'what you keep out of sight',
  follows: 'whom you follow',
  lists: 'your lists',
  mutes: 'whom you mute',
  notifications: 'your notifications',
  search: 'search in your name',
  statuses: 'posts, and private messages to you',
};

const own: Partial<Record<Scope, string>> = {
  'write:accounts': 'your page',
  'write:conversations': 'put private conversations away',
  'write:media': 'send pictures and sound',
  'write:notifications': 'clear your notifications',
  'write:reports': 'report somebody',
  'write:statuses': 'posts and private messages',
};

const ofTheHouse: Readonly<Record<string, string>> = {
  accounts: 'accounts of people',
  reports: 'reports',
  domain_allows: 'servers that are let in',
  domain_blocks: 'servers that are kept out',
  ip_blocks: 'network addresses that are kept out',
  email_domain_blocks: 'e-mail services that are kept out',
  canonical_email_blocks: 'e-mail addresses that are kept out',
};

const single: readonly { scope: Scope; title: string }[] = [
  { scope: 'profile', title: 'Know who you are: your name, handle and picture' },
  { scope: 'follow', title: 'See and change whom you follow, mute or block' },
  { scope: 'push', title: 'Send you notifications' },
];

/** Leave in plain words, grouped, for people who are about to give it or have given it. */
export function leaveWords(held: readonly string[]): LeaveWords[] {
  const said = single.filter(({ scope }) => held.includes(scope));
  const alone = said.map(({ title }) => ({ title, lines: [] }));
  const listed = groups
    .map(({ title, all }) => ({ title, lines: linesOf(held, all) }))
    .filter(({ lines }) => lines.length > 0);
  return [...alone, ...listed];
}

function linesOf(held: readonly string[], all: Group['all']): string[] {
  if (covers(held, all.scope)) return [all.words];
  return scopes
    .filter((scope) => scope.startsWith(`${all.scope}:`) && held.includes(scope))
    .map((scope) => own[scope] ?? matterOf(scope));
}

function matterOf(scope: Scope): string {
  const matter = scope.split(':').at(-1) ?? '';
  return (scope.startsWith('admin:') ? ofTheHouse : matters)[matter] ?? matter;
}
