import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlFromPlainText, plainText } from '#platform/text.server.ts';

const much = { maxGraphemes: 5000 };
const rel = 'rel="nofollow ugc noopener noreferrer"';

describe('a text as somebody types it', () => {
  it('is kept in one composed form, with plain line ends and without control characters', () => {
    expect(plainText('  A\u030Ase\r\nB\rC\u0007\u001b[31m\tD ', much)).toBe('Åse\nB\nC[31m\tD');
  });

  it('is counted as a reader counts, and refused when too long, never cut', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(plainText(family.repeat(3), { maxGraphemes: 3 })).toBe(family.repeat(3));
    expect(plainText(family.repeat(4), { maxGraphemes: 3 })).toEqual({ refused: 'tooLong' });
    expect(plainText('e\u0301'.repeat(3), { maxGraphemes: 3 })).toBe('ééé');
    expect(plainText('x'.repeat(1e6), { maxGraphemes: 3 })).toEqual({ refused: 'tooLong' });
  });

  it.each([undefined, null, 7, {}, ['a'], 'a\0b', '\ud800', 'a\udc00b', `e${'\u0301'.repeat(31)}`])(
    'is refused when it is no text: %j',
    (input) => expect(plainText(input, much)).toEqual({ refused: 'notText' }),
  );

  it('keeps direction marks that are closed, and drops what turns the text around it', () => {
    const isolated = 'a \u2067אב\u2069 c';
    expect(plainText(isolated, much)).toBe(isolated);
    expect(plainText('a \u202Bאב\u202C c', much)).toBe('a \u202Bאב\u202C c');
    expect(plainText('photo\u202Egpj.exe', much)).toBe('photogpj.exe');
    expect(plainText('a\u202Eb\u202Cc', much)).toBe('abc');
    expect(plainText('a\u2067b\nc\u2069d', much)).toBe('ab\ncd');
    expect(plainText('a\u2066\u202Bb\u2069c\u202C', much)).toBe('a\u2066b\u2069c');
  });

  it('is the same when taken twice, and its direction marks are balanced on each line', () => {
    const unit = fc.constantFrom(
      ...'\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069',
      'a',
      '\n',
      '\u0301',
    );
    fc.assert(
      fc.property(
        fc.array(unit).map((units) => units.join('')),
        (input) => {
          const once = plainText(input, much);
          fc.pre(typeof once === 'string');
          expect(plainText(once, much)).toBe(once);
          for (const line of String(once).split('\n')) {
            expect(line.match(/[\u2066-\u2068]/g)?.length).toBe(line.match(/\u2069/g)?.length);
            expect(line.match(/[\u202A\u202B]/g)?.length).toBe(line.match(/\u202C/g)?.length);
            expect(line).not.toMatch(/[\u202D\u202E]/);
          }
        },
      ),
    );
  });
});

describe('a plain text on a page', () => {
  it('has paragraphs and line breaks, and shows every sign as typed', () => {
    expect(htmlFromPlainText('a <b>\n&c\r\n \n\n"d"')).toBe(
      '<p>a &lt;b&gt;<br />&amp;c</p><p>&quot;d&quot;</p>',
    );
    expect(htmlFromPlainText(' \n ')).toBe('');
  });

  it('links web addresses without the punctuation of the sentence around them', () => {
    expect(htmlFromPlainText('(see https://a.test/b_(c)), or http://d.test.')).toBe(
      `<p>(see <a href="https://a.test/b_(c)" ${rel}>a.test/b_(c)</a>), or ` +
        `<a href="http://d.test/" ${rel}>d.test</a>.</p>`,
    );
  });

  it('shows the host that a link leads to, and links nothing that hides it', () => {
    expect(htmlFromPlainText('https://аpple.test')).toContain('>xn--pple-43d.test</a>');
    expect(htmlFromPlainText('https://bank.test@evil.test/')).not.toContain('<a');
    expect(htmlFromPlainText('javascript:alert(1) //evil.test ftp://a.test')).not.toContain('<a');
  });
});
