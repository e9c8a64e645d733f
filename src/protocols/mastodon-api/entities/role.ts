/** Looking after reports and people, in Mastodon's bits. */
const duties = String((1 << 4) | (1 << 10));

/**
 * Whether somebody looks after the place, as clients read it: only themselves and other operators do.
 * Source: https://docs.joinmastodon.org/entities/Role/
 */
export function roleOf(operator: boolean) {
  const shown = { color: '', highlighted: false, collection_limit: 0 };
  return operator
    ? { id: '1', name: 'Operator', permissions: duties, ...shown }
    : { id: '-99', name: '', permissions: '0', ...shown };
}
