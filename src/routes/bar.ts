import type { MarkName } from '#ui/Mark.svelte';

/** One stop of the bar under the thumb. */
export interface Stop {
  word: string;
  href: string;
  mark: MarkName;
  /** `page` when one is there, `true` when one is somewhere inside it. */
  current: 'page' | 'true' | undefined;
}

const elsewhere = /^\/(sign-in|sign-up|sign-out|confirm|welcome|settings|about|operator|setup|@)/;

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
        current: at('/sign-in', path === '/sign-up'),
      },
    ];
  const own = `/@${viewer.handle}`;
  const mine = path.startsWith('/settings');
  return [club, home, { word: 'Me', href: own, mark: 'me', current: at(own, mine) }];
}
