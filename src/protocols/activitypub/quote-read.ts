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

/** A link that says what it is for is a quote only when it says that. */
function linkedObject({ tag }: Json): string | undefined {
  const links = listOf(tag).filter(isObject);
  const quote = links.find(
    (link) =>
      typesOf(link).includes('Link') &&
      objectType.test(textOf(link['mediaType']) ?? '') &&
      (link['rel'] === undefined || listOf(link['rel']).includes(quoting)),
  );
  return quote && uriOf(quote['href']);
}
