/** The lines that were there with those that came: what stands before the newest page stays where it is. */
export function joined<T extends { id: string }>(
  before: readonly T[],
  now: readonly T[],
  hasOlder: boolean,
): T[] {
  const first = now[0];
  if (!first || !hasOlder) return [...now];
  return [...before.filter(({ id }) => BigInt(id) < BigInt(first.id)), ...now];
}

const near = 120;

/** Whether the reader is where the newest messages are. */
export function atEnd(): boolean {
  const box = document.getElementById('write');
  return box !== null && box.getBoundingClientRect().top < innerHeight + near;
}

/** Brings the end of the conversation into sight. */
export function toEnd(): void {
  document.getElementById('write')?.scrollIntoView({ block: 'start' });
}
