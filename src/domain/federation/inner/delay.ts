const minute = 60_000;
const longest = 12 * 60 * minute;

/**
 * How long a server is left alone after so many failures in a row: one minute, two, four, ... twelve hours, each up to
 * a fifth longer or shorter so that not everybody comes back at once. A wish of the server's own (Retry-After) is
 * honoured up to twelve hours.
 */
export function delayOf(
  failures: number,
  atLeastMs = 0,
  chance: () => number = Math.random,
): number {
  const steady = Math.min(minute * 2 ** (failures - 1), longest);
  const spread = steady * (0.8 + 0.4 * chance());
  return Math.min(Math.max(spread, minute, atLeastMs), longest);
}
