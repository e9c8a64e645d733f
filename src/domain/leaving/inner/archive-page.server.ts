import { archiveStyle } from './archive-style.ts';
import { plainName, isForPrograms } from './archive-names.ts';
import type { ArchiveParts } from './archive-zip.server.ts';
import { escapeHtml } from '#platform/text.server.ts';

/** The page that a person opens: everything in plain sight, one file, no script, nothing from a network. */
export function pageOf(parts: ArchiveParts): string {
  const { people, posts, club, apps, house, leaving } = parts.areas;
  const { profile, links, ...rest } = people;
  const sections: [id: string, title: string, html: string][] = [
    ['you', 'Your page', factsOf({ ...profile, links })],
    ['words', 'What you wrote', writtenOf(parts) || nothing],
    ['pictures', 'Your pictures', picturesOf(parts) || nothing],
    ['account', 'Your account', factsOf(rest)],
    ['club', 'In the clubs', factsOf(withoutWords(club))],
    ['apps', 'Apps and duties', factsOf({ ...apps, ...house, ...leaving })],
  ];
  const day = whenOf(parts.made);
  const links_ = sections.map(([id, title]) => `<li><a href="#${id}">${title}</a></li>`).join('');
  const body = sections
    .map(([id, title, html]) => `<section id="${id}"><h2>${title}</h2>${html}</section>`)
    .join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'">
<title>A copy of everything, ${escapeHtml(day)}</title>
<style>${archiveStyle}</style>
</head>
<body>
<header>
<p class="over">${escapeHtml(parts.place)}</p>
<h1 dir="auto">${escapeHtml(profile?.name ?? '')}</h1>
<p class="lead">This is everything that was kept about <b>@${escapeHtml(parts.handle)}</b> on ${escapeHtml(day)}: ${posts.length} ${posts.length === 1 ? 'piece' : 'pieces'} of writing, ${parts.pictures.length} ${parts.pictures.length === 1 ? 'picture' : 'pictures'}, and what belongs to your account. It is yours. Keep it as you would keep a diary.</p>
<nav aria-label="On this page"><ul>${links_}</ul></nav>
</header>
<main>
${body}
</main>
<footer><p>README.txt says what the other files are. Times are in UTC.</p></footer>
</body>
</html>
`;
}

const nothing = '<p class="quiet">There is nothing here.</p>';

/** Guest posts first, then everything they said, newest first, as they are read elsewhere. */
function writtenOf({ origin, areas }: ArchiveParts): string {
  const essays = areas.club.guestPosts.map(
    ({ title, body, published }) =>
      `<article><h3 dir="auto">${escapeHtml(title || 'A guest post without a title')}</h3>` +
      `<p class="quiet">${published ? whenOf(published) : 'Not published'}</p>${words(body)}</article>`,
  );
  const places = new Map(areas.club.answers.map((line) => [line.postId, line]));
  const said = areas.posts.toReversed().map((post) => {
    const place = places.get(post.id);
    const address =
      place && `${origin}/${place.club}/${place.date}/transcript#answer-${place.number}`;
    const where = address ? ` · <a href="${escapeHtml(address)}">answer ${place.number}</a>` : '';
    const before = post.before.map(
      ({ text, published }) => `<li><p class="quiet">${whenOf(published)}</p>${words(text)}</li>`,
    );
    const editions = before.length
      ? `<details><summary>What it said before</summary><ul class="plain">${before.join('')}</ul></details>`
      : '';
    return `<article>${words(post.text)}<p class="quiet">${whenOf(post.published)}${where}</p>${editions}</article>`;
  });
  return [...essays, ...said].join('\n');
}

function picturesOf({ pictures }: ArchiveParts): string {
  if (pictures.length === 0) return '';
  const all = pictures.map(({ name, alt }) => {
    const caption = alt ? `<figcaption dir="auto">${escapeHtml(alt)}</figcaption>` : '';
    return `<figure>${shown(name, escapeHtml(alt))}${caption}</figure>`;
  });
  return `<div class="pictures">${all.join('')}</div>`;
}

function shown(name: string, alt: string): string {
  if (name.endsWith('.webp')) return `<img src="media/${name}" alt="${alt}" loading="lazy">`;
  const kind = /\.(?:mp4|webm)$/.test(name) ? 'video' : 'audio';
  return `<${kind} src="media/${name}" aria-label="${alt}" controls preload="none"></${kind}>`;
}

/** What was shown above in full is not shown twice, only counted. */
function withoutWords(club: ArchiveParts['areas']['club']) {
  const { guestPosts, pictures, answers, comments, editions, presences, ...rest } = club;
  return {
    answers: answers.length,
    comments: comments.length,
    guestPosts: guestPosts.length,
    pictures: pictures.length,
    presences: presences.map(({ at }) => at),
    ...rest,
    editions: editions.map(({ title, body, until }) => ({ title, body, until })),
  };
}

function words(text: string): string {
  return `<p class="words" dir="auto">${escapeHtml(text)}</p>`;
}

/** Anything at all as a list of names and values. What is empty is named in one line: that, too, is an answer. */
function factsOf(facts: object): string {
  const all = Object.entries(facts).filter(([name]) => !isForPrograms(name));
  const rows = all
    .filter(([, value]) => !isEmpty(value))
    .map(([name, value]) => `<dt>${escapeHtml(plainName(name))}</dt><dd>${valueOf(value)}</dd>`);
  const empty = all.filter(([, value]) => isEmpty(value)).map(([name]) => plainName(name));
  const list = rows.length ? `<dl>${rows.join('')}</dl>` : '';
  const none = empty.map((name) => name.charAt(0).toLowerCase() + name.slice(1)).join(', ');
  return list + (none ? `<p class="quiet">Nothing is kept of: ${escapeHtml(none)}.</p>` : '');
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === null || value === undefined || value === '' || value === 0;
}

function valueOf(value: unknown): string {
  if (value instanceof Date) return whenOf(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return listOf(value);
  if (typeof value === 'object' && value !== null) return factsOf(value);
  return `<span class="words" dir="auto">${escapeHtml(String(value))}</span>`;
}

function listOf(values: unknown[]): string {
  return `<ul class="plain">${values.map((one) => `<li>${valueOf(one)}</li>`).join('')}</ul>`;
}

const long = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});

function whenOf(date: Date): string {
  return long.format(date);
}
