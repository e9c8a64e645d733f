import { meetLinks } from './html-links.server.ts';
import { longest, webAddress } from '#domain/mentions/rules.ts';
import { openPagesOf } from '#domain/mentions/told-pages.server.ts';
import { persistTelling } from '#domain/mentions/told.server.ts';
import type { Services } from '#platform/services.server.ts';

/** No text that somebody wrote for a club leads to more pages; of one that does, the first are told. */
const mostLinks = 50;

/** The job: finds where the open pages of a month lead now, and has each link told that is new, changed or gone. */
export async function tellLinks(
  services: Services,
  { monthId }: { monthId: string },
): Promise<void> {
  const ctx = { ...services, viewer: null };
  const pages = [];
  for (const { html, source, ...page } of await openPagesOf(ctx, monthId))
    pages.push({ ...page, source, links: await linksIn(html, source) });
  await persistTelling(ctx, monthId, pages);
}

/** Pages of ours need not be told: we know. */
async function linksIn(html: string, url: string): Promise<Set<string>> {
  const links = new Set<string>();
  await meetLinks({ html, url }, ({ name, to }) => {
    const elsewhere = name === 'a' && to && to.origin !== new URL(url).origin;
    if (elsewhere && webAddress(to.href) && to.href.length <= longest.told) links.add(to.href);
    return links.size >= mostLinks;
  });
  return links;
}
