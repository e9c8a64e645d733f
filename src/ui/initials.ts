/** One or two letters that stand for a name, in any script; a dot when there is no letter in it. */
export function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu) ?? [];
  const first = words[0];
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  if (!first) return '·';
  return [first, last]
    .map((word) => (word ? ([...word][0] ?? '') : ''))
    .join('')
    .toLocaleUpperCase();
}

/** Which of the six calm shapes belongs to this handle: always the same one, 1 to 6. */
export function shapeOf(handle: string): number {
  let sum = 2166136261;
  for (const letter of handle) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 16777619);
  return ((sum >>> 8) % 6) + 1;
}
