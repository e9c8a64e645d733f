import { z } from 'zod';
import { findLanguage } from './languages.ts';
import { audiences, roles, type SaidRole } from './roles.ts';
import { oneLine, personFields, readForm, type Faults } from './rules.ts';

/** How many of each a profile can have. */
export const most = { links: 4, languages: 5, aliases: 5 } as const;

const longest = { pronouns: 40, label: 40, address: 300 } as const;

const short = (characters: number) =>
  z
    .string()
    .default('')
    .transform(oneLine)
    .refine((text) => text.length <= characters, `Please use ${characters} characters or fewer.`)
    .refine((text) => !/\p{M}{5}/u.test(text), 'Please use fewer accents on one letter.');

/** How a person presents themselves, in words. Languages that are not on the list are left out. */
export const profileForm = z.object({
  name: personFields.name,
  pronouns: short(longest.pronouns),
  bio: personFields.bio,
  languages: z
    .array(z.string())
    .default([])
    .transform((codes) => [...new Set(codes)].filter((code) => findLanguage(code)))
    .refine((codes) => codes.length <= most.languages, `Choose ${most.languages} or fewer.`),
  zone: personFields.zone,
});
/** What `profileForm` reads. */
export type ProfileWords = z.infer<typeof profileForm>;

/** A form's fields for `profileForm`. */
export function profileFields(form: FormData): Record<string, unknown> {
  return { ...Object.fromEntries(form), languages: form.getAll('languages').map(String) };
}

/** Whether somebody may be found, and how far. All of it is off until it is switched on. */
export interface Found {
  discoverable: boolean;
  indexable: boolean;
  showsFollows: boolean;
  /** Whether what they write for everybody can be followed in a feed reader. */
  feed: boolean;
}

/** What is switched on in a form; everything else is off. */
export function foundIn(form: FormData): Found {
  const on = new Set(form.getAll('found'));
  return {
    discoverable: on.has('discoverable'),
    indexable: on.has('indexable'),
    showsFollows: on.has('showsFollows'),
    feed: on.has('feed'),
  };
}

/** The roles that a form says, each with its audience; a role without a known audience is not said. */
export function rolesIn(form: FormData): SaidRole[] {
  return roles.flatMap((role) => {
    const audience = audiences.find((one) => one === form.get(role));
    return audience ? [{ role, audience }] : [];
  });
}

/** A link on a profile: what it is called, and an address that is written as browsers write it. */
export interface LinkWords {
  label: string;
  address: string;
}

/** What stands in the rows of the form of links, as it was typed. */
export function linkRows(form: FormData): LinkWords[] {
  return Array.from({ length: most.links }, (_, row) => ({
    label: String(form.get(`links-${row}-label`) ?? ''),
    address: String(form.get(`links-${row}-address`) ?? ''),
  }));
}

/**
 * Reads the rows: empty ones are left out, and one without a label is called by its host. Addresses are
 * https; http only for the hosts that the operator has named as `peers`.
 */
export function readLinks(
  rows: readonly LinkWords[],
  peers: readonly string[],
): { value: LinkWords[] } | { faults: Faults } {
  const filled = z.object({ label: short(longest.label), address: addressField(peers) });
  const empty = z.object({ label: blank, address: blank }).transform(() => undefined);
  const read = readForm(z.object({ links: z.array(z.union([empty, filled])) }), { links: rows });
  if ('faults' in read) return { faults: faultsOfRows(rows, filled) };
  const links = read.value.links.filter((link) => link !== undefined);
  return {
    value: links.map(({ label, address }) => ({ label: label || hostOf(address), address })),
  };
}

const blank = z.string().refine((text) => text.trim() === '');

/** A union says only that nothing fitted, so the rows that are filled in are asked one by one. */
function faultsOfRows(rows: readonly LinkWords[], form: z.ZodType): Faults {
  const faults: Faults = {};
  for (const [row, words] of rows.entries()) {
    if (!words.label.trim() && !words.address.trim()) continue;
    const read = readForm(form, words);
    if (!('faults' in read)) continue;
    for (const [field, said] of Object.entries(read.faults)) faults[`links-${row}-${field}`] = said;
  }
  return faults;
}

const addressField = (peers: readonly string[]) =>
  z.string().transform((typed, ctx) => {
    const address = tidyAddress(typed, peers);
    if (address) return address;
    ctx.addIssue({ code: 'custom', message: 'Write an address that begins with https://.' });
    return z.NEVER;
  });

/** An address as it is kept, or nothing: https, a public name, no password in it, not too long. */
function tidyAddress(typed: string, peers: readonly string[]): string | undefined {
  const text = oneLine(typed);
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
  if (!url || url.username || url.password || url.href.length > longest.address) return undefined;
  if (url.protocol === 'http:' && peers.includes(url.host)) return url.href;
  return url.protocol === 'https:' && /[^.]\.[^.]/.test(url.hostname) ? url.href : undefined;
}

/** Where a link leads, in few words: the host in ASCII and the path. Never what the label claims. */
export function placeOf(address: string): string {
  const { host, pathname } = new URL(address);
  return `${host.replace(/^www\./, '')}${pathname === '/' ? '' : pathname.replace(/\/$/, '')}`;
}

function hostOf(address: string): string {
  return new URL(address).host.replace(/^www\./, '').slice(0, longest.label);
}

/**
 * Reads addresses of the same person elsewhere, one on a line: `@anna@example.social` or the https
 * address of that account. Five at most; twice the same is once.
 */
export function readAliases(typed: string): { value: string[] } | { faults: Faults } {
  const lines = typed.split(/[\r\n]+/).map(oneLine);
  const filled = lines.filter(Boolean);
  const read = filled.map((line) => ({ line: line.slice(0, 80), alias: tidyAlias(line) }));
  const wrong = read.find(({ alias }) => !alias);
  if (wrong) return fault(`We cannot read “${wrong.line}”. Write it like @anna@example.social.`);
  const aliases = [...new Set(read.flatMap(({ alias }) => alias ?? []))];
  return aliases.length > most.aliases
    ? fault(`${most.aliases} addresses are the most.`)
    : { value: aliases };
}

function tidyAlias(line: string): string | undefined {
  const [, name, host] = /^@?([\w.-]{1,64})@([\w.-]{3,253}(?::\d{1,5})?)$/.exec(line) ?? [];
  if (name && host) {
    const url = URL.parse(`https://${host}`);
    return url && /[^.]\.[^.]/.test(url.hostname) ? `@${name}@${url.host}` : undefined;
  }
  return /^https:/i.test(line) ? tidyAddress(line, []) : undefined;
}

function fault(words: string): { faults: Faults } {
  return { faults: { aliases: words } };
}
