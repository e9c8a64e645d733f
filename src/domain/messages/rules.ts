export { mostReaders } from '#domain/posts/rules.ts';

/** How many conversations a day somebody may begin with people who do not know them. */
export const strangersADay = 20;

/** Names as they are said in a sentence: "Anna", "Anna and Ben", "Anna, Ben and Cleo". */
export function namesInWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** Who will read what is about to be sent. */
export function readersInWords(names: readonly string[]): string {
  return names.length === 0
    ? 'Nobody but you can read this now.'
    : `Only ${namesInWords([...names, 'you'])} will read this.`;
}

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** A small number as a word; many are many. */
export function countInWords(count: number): string {
  return numbers[count] ?? 'many';
}

/** The handles that somebody typed or that stand in an address: "@anna, ben". Each once, lower case. */
export function handlesFrom(text: string): string[] {
  const found = text.split(/[\s,;]+/u).map((part) => part.replace(/^@/, '').toLowerCase());
  return [...new Set(found.filter(Boolean))];
}
