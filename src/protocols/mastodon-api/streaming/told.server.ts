/** Which streams were told of what, so that they hear of its end: the last few thousand. */
export interface Told {
  note(id: string, key: string): void;
  keysOf(id: string): ReadonlySet<string>;
}

/** Remembers at most so many lines; the oldest are forgotten first. */
export function rememberTold(most = 5000): Told {
  const known = new Map<string, Set<string>>();
  return {
    note(id, key) {
      const keys = known.get(id) ?? new Set<string>();
      known.set(id, keys.add(key));
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
    },
    keysOf: (id) => known.get(id) ?? new Set(),
  };
}
