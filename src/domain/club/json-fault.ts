/** The tokens of JSON (RFC 8259); every alternative is linear. */
const token =
  /[\t\n\r ]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)))/y;

type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing';

const words: Record<Expected, string> = {
  value: 'a value is missing or broken here',
  valueOrEnd: 'a value or ] should be here',
  key: 'a name in "quotes" should be here',
  keyOrEnd: 'a name in "quotes" or } should be here',
  colon: 'a colon should be here',
  commaOrEnd: 'a comma or the end of the list or object should be here',
  nothing: 'the file should have ended here',
};

/**
 * Where a text that is not JSON stops being JSON, for a person who typed it: `line 12, column 3`
 * counted from 1, and what should be there. Engines say this in different words or not at all. For a
 * text that is JSON the answer is the place after its end.
 */
export function findJsonFault(source: string): { where: string; says: string } {
  const scan = new RegExp(token);
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  for (;;) {
    const start = scan.lastIndex;
    const match: RegExpExecArray | null = scan.exec(source);
    const next: Expected | null | undefined = match && after(expected, match, open);
    if (!next) return faultAt(source, start, expected);
    expected = next;
  }
}

function after(
  expected: Expected,
  [, sign, string, other]: RegExpExecArray,
  open: ('{' | '[')[],
): Expected | undefined {
  if (expected === 'key' || expected === 'keyOrEnd')
    return string ? 'colon' : expected === 'keyOrEnd' && sign === '}' ? closed(open) : undefined;
  if (expected === 'colon') return sign === ':' ? 'value' : undefined;
  if (expected === 'commaOrEnd') return afterValue(sign, open);
  if (expected === 'nothing') return undefined;
  if (string ?? other) return open.length > 0 ? 'commaOrEnd' : 'nothing';
  if (expected === 'valueOrEnd' && sign === ']') return closed(open);
  if (sign !== '{' && sign !== '[') return undefined;
  open.push(sign);
  return sign === '{' ? 'keyOrEnd' : 'valueOrEnd';
}

function afterValue(sign: string | undefined, open: ('{' | '[')[]): Expected | undefined {
  const inside = open.at(-1);
  if (sign === ',') return inside === '{' ? 'key' : 'value';
  return sign === (inside === '{' ? '}' : ']') ? closed(open) : undefined;
}

function closed(open: ('{' | '[')[]): Expected {
  open.pop();
  return open.length > 0 ? 'commaOrEnd' : 'nothing';
}

function faultAt(source: string, start: number, expected: Expected) {
  const blanks = /[\t\n\r ]*/y;
  blanks.lastIndex = start;
  const at = start + (blanks.exec(source)?.[0].length ?? 0);
  const before = source.slice(0, at).split(/\r\n?|\n/);
  const column = [...(before.at(-1) ?? '')].length + 1;
  const ended = at >= source.length;
  return {
    where: `line ${before.length}, column ${column}`,
    says: ended && expected !== 'nothing' ? 'the file ends too early' : words[expected],
  };
}
