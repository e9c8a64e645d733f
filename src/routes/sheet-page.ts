/**
 * Fetches the page of a sheet, with the styles that it has and this page has not; nothing where it leads elsewhere.
 * What keeps a slow phone busy waits for `calm`, asked once the answer is there.
 */
export async function fetchPage(
  href: string,
  calm: () => Promise<void>,
): Promise<HTMLElement | undefined> {
  const answer = await fetch(href, { credentials: 'same-origin' });
  if (!answer.ok || answer.redirected) return undefined;
  const text = await answer.text();
  await calm();
  const page = new DOMParser().parseFromString(text, 'text/html');
  const content = page.querySelector<HTMLElement>('[data-sheet-content]');
  if (!content) return undefined;
  const links = page.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]');
  await dress([...links].map((link) => link.getAttribute('href') ?? ''));
  return content;
}

/** Adds the styles that the other page has and this one has not, and waits for them. */
async function dress(styles: readonly string[]): Promise<void> {
  const worn = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')];
  const known = new Set(worn.map(({ href }) => href));
  const missing = styles
    .map((style) => new URL(style, location.href).href)
    .filter((style) => !known.has(style));
  await Promise.all(
    missing.map((href) => {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = href;
      const put = new Promise((done) =>
        ['load', 'error'].map((on) => link.addEventListener(on, done)),
      );
      document.head.append(link);
      return put;
    }),
  );
}
