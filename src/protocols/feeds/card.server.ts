import sharp from 'sharp';
import { dayWords } from '#domain/club/month-page.server.ts';
import { escapeHtml } from '#platform/text.server.ts';

interface CardMonth {
  id: string;
  date: string;
  theme: string;
  updated: Date;
  club: { name: string };
}

const cards = new Map<string, Promise<Buffer>>();
const keptCards = 50;

/** The picture that other places show for a month, 1200 by 630; drawn once for each of its changes. */
export function cardOf(month: CardMonth): Promise<Buffer> {
  const key = `${month.id} ${month.updated.getTime()} ${month.theme} ${month.club.name}`;
  const kept = cards.get(key);
  if (kept) return kept;
  if (cards.size >= keptCards)
    for (const oldest of [...cards.keys()].slice(0, 10)) cards.delete(oldest);
  const drawn = sharp(Buffer.from(svgOf(month)))
    .png({ palette: true })
    .toBuffer();
  cards.set(key, drawn);
  drawn.catch(() => cards.delete(key));
  return drawn;
}

function svgOf({ theme, club, date }: CardMonth): string {
  const lines = linesOf(theme, theme.length > 60 ? 34 : 26, 4);
  const size = theme.length > 60 ? 58 : 74;
  const top = 300 - ((lines.length - 1) * size * 1.2) / 2;
  const title = lines
    .map(
      (line, at) =>
        `<text x="90" y="${top + at * size * 1.2}" font-size="${size}">${escapeHtml(line)}</text>`,
    )
    .join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630">
<rect width="1200" height="630" fill="#fbf6ee"/>
<rect y="606" width="1200" height="24" fill="#8a4425"/>
<g fill="#e6eee4"><circle cx="1120" cy="80" r="190"/></g>
<g transform="translate(1040 36) scale(3.4)"><circle cx="20.7" cy="11.2" r="4.3" fill="#5d7a62"/><circle cx="12.2" cy="9" r="5.4" fill="#8a4425"/>
<path d="M4.5 13.5a1.5 1.5 0 0 1 1.5-1.5h20a1.5 1.5 0 0 1 1.5 1.5V19a10 10 0 0 1-10 10h-3a10 10 0 0 1-10-10z" fill="#3b2f26"/></g>
<g font-family="Georgia, 'Noto Serif', 'DejaVu Serif', serif" font-weight="600" fill="#2e2621">${title}</g>
<g font-family="'Atkinson Hyperlegible Next', 'DejaVu Sans', sans-serif" font-size="34">
<text x="90" y="110" fill="#3f5f47" font-weight="700">${escapeHtml(short(club.name, 44))}</text>
<text x="90" y="550" fill="#5d5047">${escapeHtml(dayWords(date))}</text></g></svg>`;
}

/** Breaks a text at words, `width` characters a line; what does not fit ends with an ellipsis. */
function linesOf(text: string, width: number, most: number): string[] {
  const lines: string[] = [''];
  for (const word of text
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
    .split(/\s+/)) {
    const last = lines.at(-1) ?? '';
    const longer = last ? `${last} ${word}` : word;
    if (longer.length <= width) lines[lines.length - 1] = short(longer, width);
    else if (last) lines.push(short(word, width));
    else lines[0] = short(word, width);
  }
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${short(lines[most - 1] ?? '', width - 1)}…`];
}

function short(text: string, most: number): string {
  const signs = [...text.toWellFormed().replaceAll(/\p{Cc}/gu, ' ')];
  return signs.length <= most ? signs.join('') : `${signs.slice(0, most - 1).join('')}…`;
}
