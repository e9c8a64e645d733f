import { Parser } from 'htmlparser2';

const silent: ReadonlySet<string> = new Set([
  'script',
  'style',
  'template',
  'svg',
  'math',
  'title',
]);
const breaks: ReadonlySet<string> = new Set([
  'p',
  'div',
  'li',
  'blockquote',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'pre',
  'dt',
  'dd',
  'tr',
  'td',
  'th',
  'caption',
  'hr',
]);
/** Of markup with more of them nothing is read. */
export const mostTags = 4000;

/**
 * The words of a piece of HTML, as a reader sees them: paragraphs apart, line breaks kept, everything else gone.
 * Of markup with more than 4,000 tags nothing is read.
 */
export function textFromHtml(html: string): string {
  if (html.split('<').length - 1 > mostTags) return '';
  let text = '';
  let hidden = 0;
  const part = () => {
    if (text !== '' && !text.endsWith('\n\n')) text += '\n\n';
  };
  const parser = new Parser({
    onopentagname(name) {
      if (silent.has(name)) hidden += 1;
      if (name === 'br') text += '\n';
      else if (breaks.has(name)) part();
    },
    onclosetag(name) {
      if (silent.has(name)) hidden = Math.max(0, hidden - 1);
      else if (breaks.has(name)) part();
    },
    ontext(data) {
      if (hidden === 0) text += data.replace(/[ \t\r\n]+/g, ' ');
    },
  });
  parser.end(html);
  return text.replace(/[ \t]+\n/g, '\n').trim();
}
