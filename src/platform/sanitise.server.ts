import MarkdownIt from 'markdown-it';
// Before sanitize-html, which requires it: Node refuses that while another import is still loading it.
import 'htmlparser2';
import sanitise, { type Attributes, type IOptions, type Tag } from 'sanitize-html';

/** More than this is refused, in UTF-8 bytes: a cut could leave half a tag behind. */
export const maxHtmlBytes = 64 * 1024;

/** Nobody writes so many tags; without the bound, misnested ones cost their square. */
const maxTags = 4000;

/** `pictures` lets our own stored pictures (`/media/...`) through, if they have a text. */
export interface HtmlOptions {
  pictures?: boolean;
}

// The other half of the same subject, without markup; kept apart because it needs no parser.
export { escapeHtml, htmlFromPlainText, plainText } from '#platform/text.server.ts';

const rel = 'nofollow ugc noopener noreferrer';
/** Turn the text around them, so that a name reads as another. */
const overrides = /[\u202D\u202E]/g;
const ownPicture = /^\/media\/[\w-]+(?:[./][\w-]+)*$/;
const prose =
  'p br hr h2 h3 h4 h5 h6 a em strong b i u s del ins sub sup small code pre kbd blockquote q cite ' +
  'ul ol li dl dt dd abbr bdi ruby rt rp table caption thead tbody tfoot tr th td';

const plain = rules([...prose.split(' ')]);
const illustrated = rules([...prose.split(' '), 'img', 'figure', 'figcaption']);

/**
 * HTML from anywhere, made harmless: prose only, no class, id, style, form, frame, SVG or MathML,
 * links to http(s) or to our own paths, marked as not ours. A link whose text names another host
 * than it leads to shows its real one. Throws RangeError on more than 64 kB or 4,000 tags; deeper
 * nesting than 32 is flattened.
 */
export function sanitiseHtml(html: string, { pictures = false }: HtmlOptions = {}): string {
  if (Buffer.byteLength(html) > maxHtmlBytes) throw new RangeError('more than 64 kB of HTML');
  if (html.split('<').length - 1 > maxTags) throw new RangeError('more than 4,000 tags');
  const clean = sanitise(html.toWellFormed(), pictures ? illustrated : plain);
  return withHonestLinks(clean.replace(overrides, ''));
}

/**
 * Markdown as harmless HTML. Headings begin at h2, because the page has the h1; HTML in the text is
 * shown as typed; bare http(s) addresses become links. A picture that is not ours, or has no text,
 * becomes its text. Throws like sanitiseHtml.
 */
export function htmlFromMarkdown(text: string, options: HtmlOptions = {}): string {
  if (Buffer.byteLength(text) > maxHtmlBytes) throw new RangeError('more than 64 kB of text');
  return sanitiseHtml(markdown.render(text, { pictures: options.pictures === true }), options);
}

function rules(allowedTags: string[]): IOptions {
  return {
    allowedTags,
    allowedAttributes: {
      '*': ['dir', 'lang'],
      a: ['href', 'rel'],
      img: ['src', 'alt', 'width', 'height', 'loading', 'decoding'],
      ol: ['start', 'reversed'],
      th: ['colspan', 'rowspan', 'scope'],
      td: ['colspan', 'rowspan'],
    },
    allowedClasses: {},
    parseStyleAttributes: false,
    allowProtocolRelative: false,
    allowedSchemes: ['http', 'https'],
    nonTextTags: [
      'style',
      'script',
      'textarea',
      'option',
      'noscript',
      'title',
      'svg',
      'math',
      'xmp',
    ],
    nestingLimit: 32,
    transformTags: { '*': (tagName, attributes) => modest(tagName, attributes), h1: 'h2' },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !attribs['src'],
  };
}

/** Keeps of each attribute only the values that its meaning allows. */
function modest(tagName: string, given: Attributes): Tag {
  const attribs: Attributes = {};
  for (const [name, value] of Object.entries(given)) {
    if (attributeForms[name]?.test(value)) attribs[name] = value;
  }
  if (tagName === 'a') {
    const href = safeHref(given['href'] ?? '');
    if (href !== undefined) Object.assign(attribs, { href, rel });
  }
  if (tagName === 'img') Object.assign(attribs, picture(given));
  return { tagName, attribs };
}

const attributeForms: Readonly<Record<string, RegExp>> = Object.assign(Object.create(null), {
  dir: /^(?:ltr|rtl|auto)$/,
  lang: /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}$/,
  start: /^\d{1,6}$/,
  reversed: /^$/,
  colspan: /^\d{1,2}$/,
  rowspan: /^\d{1,2}$/,
  scope: /^(?:row|col)$/,
  width: /^\d{1,4}$/,
  height: /^\d{1,4}$/,
});

function picture({ src = '', alt = '' }: Attributes): Attributes {
  if (!ownPicture.test(src) || alt.trim() === '') return {};
  return { src, alt, loading: 'lazy', decoding: 'async' };
}

/** An absolute http(s) address without a name and password in it, or a path of our own. */
function safeHref(href: string): string | undefined {
  const text = href.trim();
  if (/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(text) || /^#[\w-]+$/.test(text)) return text;
  if (!/^https?:\/\//i.test(text)) return undefined;
  const url = URL.parse(text);
  return url && !url.username && !url.password ? url.href : undefined;
}

const anchor = /(<a[ >][^>]*>|<\/a>)/;
const hostLike = /(?:[\p{L}\p{N}\p{M}_-]{1,63}\.){1,8}[\p{L}\p{N}\p{M}-]{2,63}/gu;

/** Our own output, so tags are well formed and `>` stands nowhere else. */
function withHonestLinks(html: string): string {
  let host = '';
  let shown = '';
  return html
    .split(anchor)
    .map((piece) => {
      if (piece.startsWith('<a')) {
        host =
          URL.parse(/ href="([^"]*)"/.exec(piece)?.[1]?.replaceAll('&amp;', '&') ?? '')?.host ?? '';
        shown = '';
      } else if (piece === '</a>') {
        const honest = host === '' || agrees(shown, host);
        const suffix = honest ? '' : ` (${host})`;
        host = '';
        return suffix + piece;
      } else if (host !== '') shown += piece.replace(/<[^>]*>/g, '');
      return piece;
    })
    .join('');
}

function agrees(shown: string, host: string): boolean {
  const named = shown.normalize('NFKC').match(hostLike) ?? [];
  // The first name is the one that a reader takes for the address; later ones are paths and files.
  const first = named[0];
  if (first === undefined) return true;
  const bare = (text: string) => text.toLowerCase().replace(/^www\.|:\d+$/g, '');
  return bare(URL.parse(`http://${first}`)?.host ?? '') === bare(host);
}

const markdown = new MarkdownIt('default', { html: false, linkify: true, maxNesting: 24 });
markdown.linkify
  .set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  .add('ftp:', null)
  .add('mailto:', null)
  .add('//', null);
markdown.core.ruler.push('shift headings', ({ tokens }) => {
  for (const token of tokens) {
    if (token.type.startsWith('heading_')) token.tag = `h${Math.min(6, Number(token.tag[1]) + 1)}`;
  }
});
markdown.renderer.rules['image'] = (tokens, index, options, env, renderer) => {
  const token = tokens[index];
  const alt = renderer.renderInlineAsText(token?.children ?? [], options, env);
  const src = String(token?.attrGet('src') ?? '');
  const escape = markdown.utils.escapeHtml;
  if (env?.['pictures'] !== true || !ownPicture.test(src) || alt.trim() === '') return escape(alt);
  return `<img src="${escape(src)}" alt="${escape(alt)}">`;
};
