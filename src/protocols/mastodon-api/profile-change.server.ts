import { bodiesIn, bodyIn, fileOf, flagOf, textOf, type Body } from './body.server.ts';
import { quotersFromClients, visibilityFromClients } from './entities/posting.ts';
import { findLanguage } from '#domain/people/languages.ts';
import type { PostingDefaults } from '#domain/people/posting-rules.ts';
import { profilePictures } from '#domain/people/profile-pictures.server.ts';
import { most, profileForm, readLinks, type LinkWords } from '#domain/people/profile-rules.ts';
import { readForm } from '#domain/people/rules.ts';
import type { ProfileChange } from '#domain/people/whole-profile.server.ts';

/** What is wrong, by the name of what was sent. */
export interface ProfileFault {
  field: string;
  words: string;
}

/** What reading needs to know: who it is, how their posts begin now, and which hosts may be http. */
interface Known {
  handle: string;
  posting: PostingDefaults;
  peers: readonly string[];
}

const wordForm = profileForm.pick({ name: true, bio: true, pronouns: true }).partial();

/**
 * What an app asks to change of a profile, checked; or the first thing that cannot be kept. Whether
 * somebody is a program (`bot`) and which tabs their page has are not asked here, and left alone.
 */
export async function readProfileChange(
  body: Body,
  known: Known,
): Promise<ProfileChange | { fault: ProfileFault }> {
  const unkept = unkeepable(body);
  if (unkept) return { fault: unkept };
  const fields = body['fields_attributes'] === undefined ? {} : readFields(body, known.peers);
  if ('fault' in fields) return fields;
  const words = readWords(body, known.handle, fields.pronouns);
  if ('fault' in words) return words;
  const posting = readPosting(bodyIn(body, 'source') ?? {}, known.posting);
  if ('fault' in posting) return posting;
  return {
    words: words.value,
    found: foundIn(body),
    locked: flagOf(body, 'locked'),
    links: fields.links,
    posting: posting.value,
    pictures: await picturesIn(body),
  };
}

const noDescription = 'Descriptions of profile pictures cannot be kept here yet';
const noDomains = 'Sites that may credit people cannot be kept here';

/** What others keep and this place does not: said, so that nobody believes it was kept. */
function unkeepable(body: Body): ProfileFault | undefined {
  for (const which of profilePictures) {
    if (textOf(body, `${which}_description`))
      return { field: `${which}_description`, words: noDescription };
    if (textOf(body, which)) return { field: which, words: 'Send the picture as a file' };
  }
  const domains = body['attribution_domains'];
  const some = Array.isArray(domains) ? domains.some((one) => one !== '') : Boolean(domains);
  return some ? { field: 'attribution_domains', words: noDomains } : undefined;
}

const noFields = `Fields hold pronouns and up to ${most.links} addresses that begin with https://`;

/** A field called Pronouns is that; all others are links. What is neither is refused, and nothing is lost. */
function readFields(
  body: Body,
  peers: readonly string[],
): { pronouns?: string; links?: LinkWords[] } | { fault: ProfileFault } {
  const rows = bodiesIn(body, 'fields_attributes')
    .map((one) => ({
      label: (textOf(one, 'name') ?? '').trim(),
      address: (textOf(one, 'value') ?? '').trim(),
    }))
    .filter(({ label, address }) => label !== '' || address !== '');
  const isPronouns = ({ label, address }: LinkWords) =>
    /^pronouns?$/i.test(label) && !/^https?:/i.test(address);
  const said = rows.filter(isPronouns);
  const rest = rows.filter((row) => !isPronouns(row));
  const field = 'fields_attributes';
  if (said.length > 1 || rest.length > most.links) return { fault: { field, words: noFields } };
  const plain = rest.find(({ address }) => !/^https?:\/\//i.test(address));
  if (plain) return { fault: { field, words: `${noFields}; “${plain.label}” is none` } };
  const read = readLinks(rest, peers);
  if (!('faults' in read)) return { pronouns: said[0]?.address ?? '', links: read.value };
  return { fault: { field, words: Object.values(read.faults)[0] ?? noFields } };
}

/** A name that is left empty is the handle, as clients show it anyway. */
function readWords(
  body: Body,
  handle: string,
  pronouns: string | undefined,
): { value: ProfileChange['words'] } | { fault: ProfileFault } {
  const [name, bio] = [textOf(body, 'display_name'), textOf(body, 'note')];
  const said = {
    ...(name !== undefined && { name: name.trim() || handle }),
    ...(bio !== undefined && { bio }),
    ...(pronouns !== undefined && { pronouns }),
  };
  const read = readForm(wordForm, said);
  if ('faults' in read) {
    const [[key, words] = ['', '']] = Object.entries(read.faults);
    return { fault: { field: { name: 'display_name', bio: 'note' }[key] ?? key, words } };
  }
  const kept = Object.entries(read.value).filter(([key]) => key in said);
  return { value: Object.fromEntries(kept) };
}

function foundIn(body: Body): ProfileChange['found'] {
  const [discoverable, indexable] = [flagOf(body, 'discoverable'), flagOf(body, 'indexable')];
  const hides = flagOf(body, 'hide_collections');
  return {
    ...(discoverable !== undefined && { discoverable }),
    ...(indexable !== undefined && { indexable }),
    ...(hides !== undefined && { showsFollows: !hides }),
  };
}

function readPosting(
  source: Body,
  before: PostingDefaults,
): { value: Partial<PostingDefaults> } | { fault: ProfileFault } {
  const [privacy, quote] = [textOf(source, 'privacy'), textOf(source, 'quote_policy')];
  const [language, sensitive] = [textOf(source, 'language'), flagOf(source, 'sensitive')];
  const visibility = privacy ? visibilityFromClients(privacy, before.visibility) : undefined;
  const quotes = quote ? quotersFromClients(quote) : undefined;
  const wrong = (field: string) => ({
    fault: { field: `source[${field}]`, words: 'This is not one of the values that exist' },
  });
  if (privacy && !visibility) return wrong('privacy');
  if (quote && !quotes) return wrong('quote_policy');
  if (language && !findLanguage(language)) return wrong('language');
  return {
    value: {
      ...(visibility && { visibility }),
      ...(quotes && { quotes }),
      ...(language !== undefined && { language: language || null }),
      ...(sensitive !== undefined && { sensitive }),
    },
  };
}

async function picturesIn(body: Body): Promise<ProfileChange['pictures']> {
  const pictures: ProfileChange['pictures'] = {};
  for (const which of profilePictures) {
    const file = fileOf(body, which);
    if (file) pictures[which] = Buffer.from(await file.arrayBuffer());
  }
  return pictures;
}
