import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineFromJats, paragraphsFromJats } from './jats.ts';

describe('an abstract as publishers send it', () => {
  it('becomes plain paragraphs that begin with the name of their section', () => {
    const markup =
      '<jats:title>Abstract</jats:title>\n<jats:sec><jats:title>Methods:</jats:title><jats:p>We asked\n' +
      '<jats:italic>some</jats:italic> people.</jats:p><jats:p>Twice.</jats:p></jats:sec>';
    expect(paragraphsFromJats(markup)).toEqual(['Methods: We asked some people.', 'Twice.']);
  });

  it('keeps what small raised and lowered figures mean', () => {
    expect(paragraphsFromJats('10<sup>-3</sup> CO<jats:sub>2</jats:sub> x<sup>th</sup>')).toEqual([
      '10⁻³ CO₂ xth',
    ]);
  });

  it('leaves out what nobody can read, and reads signs that were written twice over', () => {
    const formula =
      '<alternatives><tex-math>\\frac{a}{b}</tex-math><mml:math>a/b</mml:math></alternatives>';
    expect(
      lineFromJats(
        `A &amp;lt; B <!-- no --><?x y?> ${formula} &#233;&#x2265;&#0;&nope; p<0.05 a>b`,
      ),
    ).toBe('A < B a/b é≥&nope; p<0.05 a>b');
  });

  it('may come without any markup, or be empty', () => {
    expect(paragraphsFromJats('Plain.')).toEqual(['Plain.']);
    expect(paragraphsFromJats(' <p> </p> ')).toEqual([]);
  });

  it('never holds a known tag, a line end or an empty paragraph, whatever was sent', () => {
    const bit = fc.constantFrom(
      '<jats:p>',
      '</jats:p>',
      '<title>',
      '</title>',
      '<sup>',
      '</sup>',
      '<',
      '>',
      '/',
      'a ',
      '&lt;',
      '\n',
      '<tex-math>',
      '<p label="X">',
      '<br/>',
    );
    fc.assert(
      fc.property(fc.array(bit), (bits) => {
        for (const paragraph of paragraphsFromJats(bits.join(''))) {
          expect(paragraph).toMatch(/^\S(?:.*\S)?$/u);
          expect(paragraph.replaceAll('< ', '')).not.toMatch(/<jats:/);
        }
      }),
    );
  });
});
