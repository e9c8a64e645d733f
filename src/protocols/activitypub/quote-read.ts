import { isObject, listOf, textOf, typesOf, uriOf, type Json } from './json.ts';

/**
 * What a note quotes, whichever of the names in use it has for that: FEP-044f, those before it, or a link to an object
 * (FEP-e232). Nothing when it quotes nothing.
 */
export function quoteOf(document: Json): string | null {
  const names = ['quote', 'quoteUri', 'quoteUrl', '_misskey_quote'];
  const named = names.map((name) => uriOf(document[name])).find(Boolean);
  return named ?? linkedObject(document) ?? null;
}

const objectType =
  /^application\/(?:activity\+json|ld\+json;\s*profile="https:\/\/www\.w3\.org\/ns\/activitystreams")/i;
const quoting = 'https://misskey-hub.net/ns#_misskey_quote';

/** A link to an object may be for anything: a quote says so, by what it is for or by its name (“RE: …”). */
function linkedObject({ tag }: Json): string | undefined {
  const links = listOf(tag).filter(isObject);
  const quote = links.find(
    (link) =>
      typesOf(link).includes('Link') &&
      objectType.test(textOf(link['mediaType']) ?? '') &&
      (listOf(link['rel']).includes(quoting) || /^RE: /.test(textOf(link['name']) ?? '')),
  );
  return quote && uriOf(quote['href']);
}
