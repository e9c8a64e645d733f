import type { MarkName } from '#ui/Mark.svelte';

/** One stop of the bar under the thumb. */
export interface Stop {
  word: string;
  href: string;
  mark: MarkName;
  /** `page` when one is there, `true` when one is somewhere inside it. */
  current: 'page' | 'true' | undefined;
}

const elsewhere =
  /^\/(sign-in|sign-up|sign-out|confirm|join|welcome|settings|about|oauth|operator|setup|home|write-post|planned|bookmarks|favourites|local|search|tags|lists|messages|notebook|notifications|follow-requests|friends|report|moderation|@)/;

/** The stops of the bar for whoever asks, in their lasting order; at most five. */
export function barFor(viewer: { handle: string } | null, path: string): Stop[] {
  const at = (href: string, inside = false): Stop['current'] =>
    path === href ? 'page' : inside ? 'true' : undefined;
  const inClub = path !== '/' && !elsewhere.test(path);
  const club: Stop = { word: 'Club', href: '/clubs', mark: 'club', current: at('/clubs', inClub) };
  const home: Stop = { word: 'Home', href: '/', mark: 'home', current: at('/') };
  if (!viewer)
    return [
      club,
      home,
      {
        word: 'Sign in',
        href: '/sign-in',
        mark: 'door',
        current: at('/sign-in', /^\/sign-(in|up)/.test(path)),
      },
    ];
  const own = `/@${viewer.handle}`;
  const mine = path.startsWith('/settings') || /^\/(follow-requests|friends|notebook)/.test(path);
  const reading = /^\/(bookmarks|favourites|local|search|tags|lists)/.test(path);
  return [
    club,
    { word: 'Home', href: '/home', mark: 'home', current: at('/home', reading) },
    {
      word: 'Write',
      href: '/write-post',
      mark: 'write',
      current: at('/write-post', path === '/planned'),
    },
    {
      word: 'Messages',
      href: '/messages',
      mark: 'messages',
      current: at('/messages', /^\/messages\//.test(path)),
    },
    { word: 'Me', href: own, mark: 'me', current: at(own, mine) },
  ];
}
