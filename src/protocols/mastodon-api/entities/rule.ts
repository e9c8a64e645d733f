/**
 * The rules of the place as clients read them: numbered by where they stand, in one language.
 * Source: https://docs.joinmastodon.org/entities/Rule/
 */
export function rulesOf(rules: readonly string[]) {
  return rules.map((text, place) => ({ id: String(place + 1), text, hint: '', translations: {} }));
}
