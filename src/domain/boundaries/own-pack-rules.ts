import { z } from 'zod';
import type { Standing } from './packs-of.ts';
import {
  isJurisdiction,
  isProfession,
  jurisdictionWords,
  professionWords,
  type Jurisdiction,
  type Profession,
} from '#domain/people/work-rules.ts';

/**
 * Whom a pack is for, from nothing but what professionals show publicly: their profession, where it is regulated,
 * and a host where a check on their page found them at work. An empty list and an absent host leave nobody out.
 */
export interface Scope {
  professions: readonly Profession[];
  jurisdictions: readonly Jurisdiction[];
  host: string | null;
}

/** A rule of the house that is switched off, and the reason that everybody can read. */
export interface SwitchedOff {
  rule: string;
  reason: string;
}

/** Whether a pack is for a professional. What they do not say publicly is never guessed, so it leaves them out. */
export function isFor({ professions, jurisdictions, host }: Scope, who: Standing): boolean {
  const { professional, statement, hosts = [] } = who;
  if (!professional) return false;
  const said = <T>(list: readonly T[], value: T | undefined) =>
    list.length === 0 || (value !== undefined && list.includes(value));
  const there = host === null || hosts.some((one) => one === host || one.endsWith(`.${host}`));
  return (
    there &&
    said(professions, statement?.profession) &&
    said(jurisdictions, statement?.jurisdiction)
  );
}

/** Whom a pack is for, as a sentence on its public page. */
export function scopeWords({ professions, jurisdictions, host }: Scope): string {
  const work = professions.map((one) => professionWords[one].label.toLowerCase());
  const places = jurisdictions.map((one) => jurisdictionWords.get(one)?.label ?? one);
  const who = work.length === 0 ? 'everybody here who works in health care' : listed(work);
  const where = places.length === 0 ? '' : `, in ${listed(places)}`;
  const at = host === null ? '' : `, whose page shows a check of their work at ${host}`;
  return `For ${who}${where}${at}.`;
}

const listed = (words: readonly string[]) =>
  new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(words);

/** What an operator types: the pack's name, whom it is for, and its text. */
export interface PackDraft {
  name: string;
  scope: Scope;
  text: string;
}

const many = <T>(isOne: (word: unknown) => word is T) => z.array(z.custom<T>(isOne, 'Choose.'));

/** Reads the form of a pack. What the rules themselves say is checked by `checkDraft`. */
export const packForm: z.ZodType<PackDraft> = z
  .object({
    name: z
      .string()
      .transform((name) => name.replace(/[\s\p{Cc}]+/gu, ' ').trim())
      .refine((name) => name.length >= 3 && name.length <= 80, 'Write a name of 3 to 80 letters.'),
    professions: many(isProfession),
    jurisdictions: many(isJurisdiction),
    host: z
      .string()
      .transform((host) => host.trim().toLowerCase())
      .refine(
        (host) => host === '' || /^(?=.{4,253}$)([a-z0-9-]+\.)+[a-z][a-z0-9-]+$/.test(host),
        'Write only the part after the @, such as hospital.example.',
      ),
    text: z
      .string()
      .transform((text) => text.replace(/\r\n?/g, '\n'))
      .refine((text) => text.trim() !== '', 'Write at least one rule.'),
  })
  .transform(({ name, text, host, professions, jurisdictions }) => ({
    name,
    text,
    scope: { professions, jurisdictions, host: host || null },
  }));

/** The fields of that form, as `packForm` reads them. */
export function packFields(form: FormData): Record<string, unknown> {
  const { name = '', host = '', text = '' } = Object.fromEntries(form);
  const lists = {
    professions: form.getAll('professions'),
    jurisdictions: form.getAll('jurisdictions'),
  };
  return { name, host, text, ...lists };
}

/** The reason for switching a rule off: everybody reads it. */
export const reasonForm = z.object({
  reason: z
    .string()
    .transform((words) => words.replace(/[\s\p{Cc}]+/gu, ' ').trim())
    .refine(
      (words) => words.length >= 10 && words.length <= 500,
      'Say in 10 to 500 letters why. Everybody can read it.',
    ),
});

/** The part of an address that a new pack gets from its name; never one that is a page of its own. */
export function keyFrom(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `own-${words || 'rules'}`;
}

/** What the editor begins with: one rule, and what can stand in it. */
export const template = `// Everything after two strokes is for you alone. A pack has one rule or more, and each begins with notes:
// @id        its name: letters, figures and hyphens; begin it with your own letters
// @grade     "caution" or "not-now"
// @advice    the words for the one who works in health care;  @patient  the words for the other
// @instead   one thing that one can do instead, as a sentence
// @source    body | document | section | year | address   (an address begins with https://, or stays empty)
// @jurisdiction  where it holds;   @verified  "true" if you have read the text that it comes from

@id("OUR-1")
@grade("caution")
@advice("Our house asks you to talk it over with your lead before you share a private number.")
@patient("Their house asks them to talk it over first. It is not about you.")
@instead("Give the number of the team.")
@source("Our hospital | Staff handbook | 4.2 | 2026 | ")
@jurisdiction("Our hospital")
@verified("true")
forbid (principal, action == Action::"contact", resource);

// When only in some situations, take away the semicolon and go on:
//   when { context.care == Care::"active" && context.starts == Starter::"professional" }
//   unless { context.tie == Tie::"friendsBefore" };
// Acts:  follow  reply  clubAnswer  friend  directMessage  contact  meet
//   or    action in Action::"inPrivate"   for friend, directMessage, contact and meet
// Care::     never  active  endedRecently  endedLongAgo  undeclared
// CareKind:: episode  course  mentalHealth          Starter:: professional  other
// Account::  professional  personal                 Purpose:: social  clinical  coproduction
// Tie::      none  colleague  friendsBefore  careTeam  sameOrganisation  family
// context.minor  and  context.vulnerable  stand alone.
`;

/** Whether words of an address may be the key of a pack at all: the database is asked of nothing else. */
export const isPackKey = (key: string): boolean => /^[\w:-]{1,100}$/.test(key);
