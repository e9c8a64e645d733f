/** Why a handle cannot be had. Whether somebody has it already, only the database knows. */
export type HandleFault = 'shape' | 'reserved';

const reserved = (
  'about account admin administrator all announcement anonymous api app auth bot care chat club clubs confirm curator ' +
  'everybody everyone feed feeds guest health help here home host house inbox info instance legal mail media me ' +
  'messages moderation moderator moderators mods nobody noreply null official operator operators outbox owner ' +
  'pocketfriends postmaster privacy root rules safety security server service settings setup signin signout signup ' +
  'staff support system team undefined webmaster welcome wellknown you'
).split(' ');

/** What a handle becomes when somebody types it: no @ before it, small letters. */
export function tidyHandle(typed: string): string {
  return typed.trim().replace(/^@/, '').toLowerCase();
}

/**
 * Says what is wrong with a handle, or nothing. 3 to 30 of a-z, 0-9 and _, at least one letter; names
 * that sound like the house are kept back, also when they are written with look-alikes (`adm1n`).
 */
export function handleFault(handle: string): HandleFault | undefined {
  if (!/^(?=.*[a-z])[a-z0-9_]{3,30}$/.test(handle)) return 'shape';
  return lookAlikes.has(skeletonOf(handle)) ? 'reserved' : undefined;
}

/**
 * A handle as an address names it, `@anna`, or `@anna@elsewhere.example` for somebody of another server: without
 * the first @, or nothing when it cannot be one. A club's may hold hyphens.
 */
export function asHandle(part: string): string | undefined {
  if (!part.startsWith('@')) return undefined;
  const [name = '', host, ...more] = part.slice(1).toLowerCase().split('@');
  if (host === undefined) return isHandle(name) || isGroupHandle(name) ? name : undefined;
  if (more.length > 0 || !nameElsewhere.test(name)) return undefined;
  const known = asServer(host);
  return known && `${name}@${known}`;
}

const isHandle = (text: string) => /^[a-z0-9_]{3,30}$/.test(text);
const isGroupHandle = (text: string) => text.length <= 60 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);

/** Names that other servers give: as a rule longer ones, and with dots. */
const nameElsewhere = /^[a-z0-9_](?:[a-z0-9_.-]{0,62}[a-z0-9_])?$/;
const hostShape = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}.-]{0,250}[\p{L}\p{M}\p{N}])?(?::\d{1,5})?$/u;

/** The name of a server as addresses hold it (small letters, `xn--` for other scripts); nothing for what is none. */
export function asServer(typed: string): string | undefined {
  const address = `https://${typed}`;
  return hostShape.test(typed) && URL.canParse(address) ? new URL(address).host : undefined;
}

/** Where the person of a handle lives: the name of their server, nothing for people of this one. */
export function hostOf(handle: string): string | undefined {
  const [, host] = handle.split('@');
  return host;
}

/** A handle as people of this place are called: what names this server is the name before it. */
export function handleHere(handle: string, ownHost: string): string {
  return hostOf(handle) === ownHost ? (handle.split('@')[0] ?? '') : handle;
}

/**
 * The handles that a group may have, the first that is free: what it wishes, or the same with something after
 * it. None that sounds like the house.
 */
export function* groupHandles(wish: string): Generator<string> {
  for (let n = 1; ; n += 1) {
    const handle = n === 1 ? wish : `${wish.slice(0, 48)}-club${n === 2 ? '' : `-${n - 1}`}`;
    if (!lookAlikes.has(skeletonOf(handle))) yield handle;
  }
}

/**
 * What a handle looks like at a glance, after the idea of UTS 39: one letter for all that resemble it.
 * The column `person.skeleton` is worked out by the same rule.
 */
export function skeletonOf(handle: string): string {
  return handle
    .replaceAll('_', '')
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w')
    .replace(/[01i3457]/g, (letter) => seen[letter] ?? letter);
}

const seen: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  i: 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
};

const lookAlikes: ReadonlySet<string> = new Set(reserved.map(skeletonOf));
