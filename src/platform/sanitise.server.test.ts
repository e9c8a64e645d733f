import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlFromMarkdown, htmlFromPlainText, sanitiseHtml } from '#platform/sanitise.server.ts';

const rel = 'rel="nofollow ugc noopener noreferrer"';
const vectors = [
  '"><img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<a href="java&#x09;script:alert(1)">x</a>',
  '<a href=" javascript:alert(1)">x</a>',
  '<a href="//evil.test">x</a>',
  '<a href="/\\evil.test">x</a>',
  '<a href="/\t/evil.test">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="https://bank.test@evil.test/">x</a>',
  '<span class="fixed inset-0 z-50 bg-white">log in again</span>',
  '<form action=https://evil.test><input name=word><button>go</button></form>',
  '<iframe src=https://evil.test srcdoc="<script>alert(1)</script>"></iframe>',
  '<style>*{display:none}</style><p style="position:fixed">x</p><link rel=stylesheet href=x>',
  '<base href=https://evil.test><meta http-equiv=refresh content="0;url=https://evil.test">',
  '<object data=x><embed src=x><video src=x onerror=alert(1)><details open ontoggle=alert(1)>',
  '<img src="/media/../api/x" alt=x><img src="https://evil.test/x.png" alt=x><img src="/media/a.webp">',
  '<p id=__proto__ __proto__=x constructor=y lang="en onclick=alert(1)" dir=rtl>x</p>',
  '<xmp><p title="</xmp><script>alert(1)</script>"></xmp><plaintext><script>alert(1)</script>',
  '</textarea><textarea><img src=x onerror=alert(1)>',
  ']]><![CDATA[<script>alert(1)</script>]]><!--><script>alert(1)</script>-->',
];

/** Every tag that our own output holds must be one of these, to the letter. */
const address =
  '(?:https?://[^"<>\\s@]+|/[^"<>\\s/\\\\][^"<>\\s\\\\]*|/|#[\\w-]+|https?://[^"<>\\s/@]+/[^"<>\\s]*)';
const harmless = new RegExp(
  `^</?(?:p|br|hr|h[2-6]|a|em|strong|b|i|u|s|del|ins|sub|sup|small|code|pre|kbd|blockquote|q|cite|ul|ol|li|dl|dt|dd|abbr|bdi|ruby|rt|rp|table|caption|thead|tbody|tfoot|tr|th|td|img|figure|figcaption)` +
    `(?: (?:href="${address}" ${rel}|(?:dir|lang|start|reversed|colspan|rowspan|scope|width|height|loading|decoding)(?:="[\\w-]*")?|src="/media/[\\w./-]+" alt="[^"<>]+"))* ?/?>$`,
);

function expectHarmless(html: string): void {
  for (const tag of html.match(/<[^>]*>?/g) ?? []) expect(tag).toMatch(harmless);
  expect(html.replace(/<[^>]*>/g, '')).not.toMatch(/[<>]/);
}

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(...vectors),
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '/',
        '<a href=',
        '<p ',
        '</p>',
        '<!--',
        '-->',
        '`',
        '\n',
      ),
      fc.constantFrom(
        'onclick=',
        'class=',
        'style=',
        'javascript:',
        '<script>',
        '</script>',
        '&lt;',
      ),
      fc.constantFrom(
        '[x](',
        ')',
        '![x](',
        '/media/a.webp',
        'https://a.test/',
        '# ',
        '| a |\n|-|\n',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

describe('HTML from anywhere', () => {
  it.each(vectors)('cannot act, cover or lead astray: %s', (vector) => {
    for (const pictures of [true, false]) {
      expectHarmless(sanitiseHtml(vector, { pictures }));
      expectHarmless(htmlFromMarkdown(vector, { pictures }));
    }
    expectHarmless(htmlFromPlainText(vector));
    expect(sanitiseHtml(vector)).not.toMatch(/evil\.test(?!\))|class=/);
  });

  it('is harmless whatever it is made of, and stays the same when cleaned twice', () => {
    fc.assert(
      fc.property(hostile, fc.boolean(), (text, pictures) => {
        const once = sanitiseHtml(text, { pictures });
        expectHarmless(once);
        expectHarmless(htmlFromMarkdown(text, { pictures }));
        expectHarmless(htmlFromPlainText(text));
        expectHarmless(sanitiseHtml(once, { pictures }));
      }),
      { numRuns: 400 },
    );
  });

  it('keeps honest prose, its language and its direction', () => {
    const prose =
      '<h2>A</h2><p dir="rtl" lang="ar">b <em>c</em><br />d</p><ol start="3"><li>e</li></ol>';
    expect(sanitiseHtml(prose)).toBe(prose);
    expect(sanitiseHtml('<h1 class="x">A</h1>')).toBe('<h2>A</h2>');
  });

  it('keeps links to the web and to our own pages', () => {
    expect(sanitiseHtml('<a href="https://a.test/?b=1&amp;c">d</a>')).toBe(
      `<a href="https://a.test/?b=1&amp;c" ${rel}>d</a>`,
    );
    expect(sanitiseHtml('<a href="/club/2018-01#q1">d</a>')).toBe(
      `<a href="/club/2018-01#q1" ${rel}>d</a>`,
    );
  });

  it('shows where a link really leads when its text names another place', () => {
    const text =
      '<span class="invisible">https://</span>bank.test<span class="invisible">.evil</span>';
    expect(sanitiseHtml(`<a href="https://evil.test">${text}</a>`)).toContain(
      '>https://bank.test.evil (evil.test)</a>',
    );
    expect(sanitiseHtml('<a href="https://evil.test/bank.test">b<b>ank.te</b>st</a>')).toContain(
      '(evil.test)</a>',
    );
    expect(sanitiseHtml('<a href="https://xn--pple-43d.test">apple.test</a>')).toContain(
      '(xn--pple-43d.test)</a>',
    );
    expect(sanitiseHtml('<a href="https://www.a.test/b.pdf">a.test/b.pdf</a>')).not.toContain('(');
  });

  it('cannot turn the text around it', () => {
    expect(sanitiseHtml('<a href="https://a.test">tset.&#8238;a\u202Db</a>')).toContain('>tset.ab');
  });

  it('keeps only our own pictures, only where pictures belong, and only with a text', () => {
    const picture = '<img src="/media/ab/cd.webp" alt="A scan" />';
    expect(sanitiseHtml(picture, { pictures: true })).toContain(
      'src="/media/ab/cd.webp" alt="A scan"',
    );
    expect(sanitiseHtml(picture)).toBe('');
    expect(sanitiseHtml('<img src="/media/ab/cd.webp" alt=" ">', { pictures: true })).toBe('');
  });

  it('is refused, not cut, when it is too much', () => {
    expect(sanitiseHtml('é'.repeat(32 * 1024))).toHaveLength(32 * 1024);
    expect(() => sanitiseHtml(`${'é'.repeat(32 * 1024)}<`)).toThrow(RangeError);
    expect(() => sanitiseHtml('<b>'.repeat(4001))).toThrow(RangeError);
    expect(() => htmlFromMarkdown('a'.repeat(64 * 1024 + 1))).toThrow(RangeError);
  });

  it('is flattened where it is nested deeper than anybody reads', () => {
    const deep = sanitiseHtml('<b>'.repeat(1000) + 'x' + '</b>'.repeat(1000));
    expect(deep.split('<b>').length).toBeLessThan(40);
    expect(deep).toContain('x');
  });
});

describe('Markdown', () => {
  it('has headings that begin below the title of the page', () => {
    expect(htmlFromMarkdown('# A\n\n###### F')).toBe('<h2>A</h2>\n<h6>F</h6>\n');
  });

  it('shows HTML as it was typed and links bare addresses, but no mail addresses', () => {
    expect(htmlFromMarkdown('<b>x</b> https://a.test/b a@b.test')).toBe(
      `<p>&lt;b&gt;x&lt;/b&gt; <a href="https://a.test/b" ${rel}>https://a.test/b</a> a@b.test</p>\n`,
    );
  });

  it('shows pictures of our own, and the text of the others', () => {
    const text = '![ours](/media/a/b.webp) ![theirs](https://evil.test/x.png) ![](/media/a/b.webp)';
    const html = htmlFromMarkdown(text, { pictures: true });
    expect(html.match(/<img /g)).toHaveLength(1);
    expect(html).toContain('theirs');
    expect(htmlFromMarkdown(text)).toBe('<p>ours theirs </p>\n');
  });
});

describe('a hostile text of 64 kB', () => {
  const pieces = [
    '<a href="',
    '<b></i>',
    '[',
    '![',
    '*a ',
    '`a',
    '> ',
    '- ',
    '|-\n',
    '* a\n ',
    '[a]: b\n',
  ];
  const more = [
    'https://a.',
    'a.',
    '<a href=https://b.test>a.',
    '<!--',
    '&#',
    '[a](',
    '~~a',
    '"<p ',
  ];

  /** The least of some runs: what the work costs, not what else the machine did meanwhile. */
  function cpuMicros(work: () => unknown): number {
    const runs = Array.from({ length: 4 }, () => {
      const before = process.cpuUsage();
      try {
        work();
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
      const { user, system } = process.cpuUsage(before);
      return user + system;
    });
    return Math.min(...runs);
  }

  it.each([...pieces, ...more])('costs in proportion to its length: %j over and over', (piece) => {
    const make = (bytes: number) => piece.repeat(Math.floor(bytes / piece.length));
    for (const clean of [sanitiseHtml, htmlFromMarkdown, htmlFromPlainText]) {
      const [less, full] = [make(8 * 1024), make(64 * 1024)];
      const small = cpuMicros(() => clean(less));
      const large = cpuMicros(() => clean(full));
      // Eight times the text; the square would be 64 times the work. Under 20 ms nothing is told.
      expect(large).toBeLessThan(Math.max(small * 24, 20_000));
    }
  });
});
