import fc from 'fast-check';
import { HtmlValidate } from 'html-validate';
import { describe, expect, test } from 'vitest';
import { explainInPlace } from './glossary.ts';

const entries = [
  { term: 'brachytherapy', meaning: 'Radiation from a source placed inside the body.' },
  { term: 'fraction', meaning: 'One visit of many.' },
  { term: 'R&D', meaning: 'Finding out & trying out.' },
  { term: 'dose fraction', meaning: 'The part of the dose given at one visit.' },
];

/** Every explanation as [what is on the button, what opens]. */
function explanations(html: string): string[][] {
  const found = html.matchAll(
    /<button type="button" class="word" popovertarget="([^"]*)">([^<]*)<\/button><span popover class="meaning" id="\1">([^<]*)<\/span>/g,
  );
  return Array.from(found, ([, , word = '', meaning = '']) => [word, meaning]);
}

function withoutExplanations(html: string): string {
  return html
    .replaceAll(/<button type="button" class="word"[^>]*>([^<]*)<\/button>/g, '$1')
    .replaceAll(/<span popover class="meaning"[^>]*>[^<]*<\/span>/g, '');
}

describe('glossary words in a text', () => {
  test('are explained where they first stand, and only there', () => {
    const html =
      '<p>Brachytherapy in each <em>fraction</em>.</p><p>More brachytherapy, more fractions.</p>';
    expect(explanations(explainInPlace(html, entries))).toEqual([
      ['Brachytherapy', 'Radiation from a source placed inside the body.'],
      ['fraction', 'One visit of many.'],
    ]);
  });

  test('are valid HTML, by a button that opens a popover without script', async () => {
    const html = explainInPlace(
      '<p>A dose fraction, R&amp;D and <strong>brachytherapy</strong>.</p>',
      entries,
    );
    const report = await new HtmlValidate({
      extends: ['html-validate:standard', 'html-validate:a11y'],
    }).validateString(html);
    expect(
      report.results.flatMap(({ messages }) => messages.map(({ message }) => message)),
    ).toEqual([]);
    expect(html).toContain('popovertarget="word-4">dose fraction</button><span popover');
  });

  test.each(['a href="/x"', 'h2', 'code', 'pre', 'button', 'dfn', 'summary'])(
    'are left alone inside <%s>',
    (tag) => {
      const closing = tag.split(' ')[0] ?? '';
      const html = `<div><${tag}>the <em>fraction</em></${closing}> one fraction</div>`;
      const after = explainInPlace(html, entries);
      expect(after.startsWith(`<div><${tag}>the <em>fraction</em></${closing}> one <button`)).toBe(
        true,
      );
    },
  );

  test('are whole words: not parts of others, of addresses or of signs', () => {
    for (const html of [
      '<p>refractions</p>',
      '<p title="fraction">x</p>',
      '<img alt="a > fraction">',
      '<!-- fraction -->',
      '<p>fraction_1</p>',
    ])
      expect(explainInPlace(html, entries)).toBe(html);
    const names = [
      { term: 'amp', meaning: 'x' },
      { term: 'lt', meaning: 'x' },
      { term: '38', meaning: 'x' },
    ];
    expect(explainInPlace('<p>a &amp; b &lt; c &#38;</p>', names)).toBe(
      '<p>a &amp; b &lt; c &#38;</p>',
    );
  });

  test('let the longer word win, in the plural and over a line break too', () => {
    expect(
      explanations(explainInPlace('<p>Dose\nfractions of a fraction</p>', entries)).map(
        ([word]) => word,
      ),
    ).toEqual(['Dose\nfractions', 'fraction']);
    expect(explanations(explainInPlace('<p>R&amp;D</p>', entries))).toEqual([
      ['R&amp;D', 'Finding out &amp; trying out.'],
    ]);
  });

  test('let the longer word win also when the shorter one begins it', () => {
    const html = explainInPlace('<p>a dose fraction</p>', [
      { term: 'dose', meaning: 'x' },
      ...entries,
    ]);
    expect(explanations(html).map(([word]) => word)).toEqual(['dose fraction']);
  });

  test('may be in any script', () => {
    const html = explainInPlace('<p>Die Größe und 线量.</p>', [
      { term: 'größe', meaning: 'a' },
      { term: '线量', meaning: 'b' },
    ]);
    expect(explanations(html).map(([word]) => word)).toEqual(['Größe', '线量']);
  });
});

describe('a hostile glossary', () => {
  test.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onclick='x",
    '.*',
    '(a+)+$',
    '\\',
    '$&',
    '',
    '   ',
    '[',
    '</p>',
  ])('with the word %j changes nothing but what is written in the text', (term) => {
    const html = `<p>one fraction</p>`;
    const after = explainInPlace(html, [
      { term, meaning: term },
      { term: 'fraction', meaning: term },
    ]);
    expect(withoutExplanations(after)).toBe(html);
    expect(explanations(after)).toHaveLength(1);
  });

  test('of words of our own markup does not explain its own explanations', () => {
    const own = ['button', 'span', 'word', 'popover', 'class', 'meaning', 'p'].map((term) => ({
      term,
      meaning: 'a span popover button',
    }));
    const after = explainInPlace('<p class="word">word</p>', own);
    expect(withoutExplanations(after)).toBe('<p class="word">word</p>');
    expect(explanations(after)).toHaveLength(1);
  });

  test('can never change the text, only add to it', () => {
    const aText = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '&amp;', '&lt;', 's', 'é', '.', '"', '&quot;', '\n'),
      maxLength: 40,
      size: 'max',
    });
    const aTerm = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '<', '&', 's', '"', '>', '(', '|', '.'),
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        aText,
        aText,
        fc.array(fc.record({ term: aTerm, meaning: aTerm }), { maxLength: 5 }),
        (one, two, words) => {
          const html = `<h2>${one}</h2><p>${two} <a href="/a?b=1">${one}</a> <em>${one}</em></p>`;
          const after = explainInPlace(html, words);
          expect(withoutExplanations(after)).toBe(html);
          expect(explanations(after).length).toBeLessThanOrEqual(words.length);
          const ids = Array.from(after.matchAll(/ id="([^"]*)"/g), ([, id]) => id);
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('of many words in a long text takes little time', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({
      term: `word${index} of this club`,
      meaning: 'x',
    }));
    const start = process.cpuUsage();
    explainInPlace(`<p>${'word1 of this word299 of that '.repeat(3_000)}</p>`, many);
    expect(process.cpuUsage(start).user).toBeLessThan(2e6);
  });
});
