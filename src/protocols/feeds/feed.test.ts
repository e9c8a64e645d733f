import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { atomOf, rssOf, type Feed, type FeedItem } from './feed.server.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  trimValues: false,
  parseTagValue: false,
  htmlEntities: true,
  isArray: (name) => name === 'item' || name === 'entry',
});

function anItem(more: Partial<FeedItem> = {}): FeedItem {
  return {
    id: 'https://club.example/medradjclub/2018-01',
    title: 'All my pocket friends',
    url: 'https://club.example/medradjclub/2018-01',
    published: new Date('2018-01-09T08:00:00Z'),
    updated: new Date('2018-01-10T08:00:00Z'),
    html: '<p>We met on a small screen.</p>',
    author: 'Sue Robins',
    ...more,
  };
}

function aFeed(items: FeedItem[], more: Partial<Feed> = {}): Feed {
  return {
    id: 'https://club.example/medradjclub',
    title: 'Med Rad Journal Club',
    description: 'A monthly journal club',
    url: 'https://club.example/medradjclub',
    feedUrl: 'https://club.example/medradjclub/feed.xml',
    updated: new Date('2018-01-10T08:00:00Z'),
    items,
    ...more,
  };
}

function read(source: string) {
  expect(XMLValidator.validate(source)).toBe(true);
  expect(source).not.toMatch(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/);
  expect(source).not.toContain(']]>');
  return parser.parse(source);
}

describe('the feed of a club', () => {
  test('is RSS with every month linked, dated and named', () => {
    const { channel } = read(rssOf(aFeed([anItem()]))).rss;
    expect(channel.title).toBe('Med Rad Journal Club');
    expect(channel['atom:link']['@_href']).toBe('https://club.example/medradjclub/feed.xml');
    expect(channel.item[0]).toMatchObject({
      title: 'All my pocket friends',
      link: 'https://club.example/medradjclub/2018-01',
      guid: { '#text': 'https://club.example/medradjclub/2018-01', '@_isPermaLink': 'true' },
      pubDate: 'Tue, 09 Jan 2018 08:00:00 GMT',
      'dc:creator': 'Sue Robins',
      'content:encoded': '<p>We met on a small screen.</p>',
    });
  });

  test('is Atom with the same content', () => {
    const { feed } = read(atomOf(aFeed([anItem(), anItem({ id: 'https://club.example/2' })])));
    expect(feed.id).toBe('https://club.example/medradjclub');
    expect(feed.updated).toBe('2018-01-10T08:00:00.000Z');
    expect(feed.entry).toHaveLength(2);
    expect(feed.entry[0]).toMatchObject({
      id: 'https://club.example/medradjclub/2018-01',
      title: 'All my pocket friends',
      published: '2018-01-09T08:00:00.000Z',
      updated: '2018-01-10T08:00:00.000Z',
      author: { name: 'Sue Robins' },
      content: { '@_type': 'html', '#text': '<p>We met on a small screen.</p>' },
    });
  });

  test('may be empty and without authors', () => {
    expect(read(rssOf(aFeed([]))).rss.channel.item).toBeUndefined();
    const { author, ...nobody } = anItem();
    void author;
    expect(read(atomOf(aFeed([nobody]))).feed.entry[0].author).toBeUndefined();
  });

  test.each(['/medradjclub', 'javascript:alert(1)', 'data:text/html,x', ''])(
    'refuses to link to "%s"',
    (url) => {
      expect(() => rssOf(aFeed([anItem({ url })]))).toThrow();
      expect(() => atomOf(aFeed([anItem({ id: url })]))).toThrow();
    },
  );
});

describe('hostile text in a feed', () => {
  test.each([
    ']]>',
    '<b>bold</b>',
    '</title><title>',
    '&amp; &',
    '"quoted" \'so\'',
    '<!-- x',
    '<![CDATA[ x',
  ])('the title %s is read as it was written', (title) => {
    const feed = aFeed([anItem({ title, html: `<p>${title}</p>`, author: title })], { title });
    const { channel } = read(rssOf(feed)).rss;
    expect([channel.title, channel.item[0].title, channel.item[0]['dc:creator']]).toEqual([
      title,
      title,
      title,
    ]);
    expect(channel.item[0]['content:encoded']).toBe(`<p>${title}</p>`);
    const atom = read(atomOf(feed)).feed;
    expect([atom.title, atom.entry[0].title, atom.entry[0].author.name]).toEqual([
      title,
      title,
      title,
    ]);
  });

  test('control characters are dropped', () => {
    const feed = aFeed([anItem({ title: 'a\u0000b\u0008c\u001Bd\uFFFEe' })]);
    expect(read(rssOf(feed)).rss.channel.item[0].title).toBe('abcde');
  });

  test('an address with signs of its own is escaped', () => {
    const url = 'https://club.example/?a=1&b="2"<3>';
    expect(read(atomOf(aFeed([anItem({ url })]))).feed.entry[0].link['@_href']).toBe(
      new URL(url).href,
    );
  });

  test('every text comes back, and the feed stays whole', () => {
    const aText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom(
          ']',
          '>',
          '<',
          '&',
          '"',
          '!',
          '[',
          'C',
          '\u0001',
          '\uD800',
          'é',
          '🩻',
        ),
      }),
    );
    fc.assert(
      fc.property(aText, aText, (title, html) => {
        const feed = aFeed([anItem({ title, html })]);
        for (const item of [
          read(rssOf(feed)).rss.channel.item[0],
          read(atomOf(feed)).feed.entry[0],
        ])
          expect(item.title ?? '').toBe(
            title.toWellFormed().replaceAll(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g, ''),
          );
      }),
      { numRuns: 300 },
    );
  });
});
