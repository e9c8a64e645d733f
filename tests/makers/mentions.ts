import type { World } from '../world.ts';
import { workOff } from './jobs.ts';
import { findEndpoint } from '#protocols/webmention/endpoint.server.ts';
import { webmentionDoor } from '#protocols/webmention/door.server.ts';

/** Who tells us, and how many jobs follow: a program of another place, without a browser. */
export interface Outside {
  /** Sends a webmention and returns the status and what was said. */
  mention(source: string, target: string, from?: string): Promise<{ status: number; body: string }>;
  /** The same, and everything that follows from it. */
  mentionAndLook(source: string, target: string): Promise<number>;
  /** Sends a call of XML-RPC and returns its fault, or 'thanks'. */
  call(
    xml: string,
    from?: string,
  ): Promise<{ status: number; fault: number | 'thanks'; body: string }>;
  pingback(source: string, target: string, from?: string): Promise<number | 'thanks'>;
}

/** Stands outside of a world's machine doors. */
export function outsideOf(world: World): Outside {
  const door = webmentionDoor(world.services);
  const { origin } = world.services.config;
  const send = async (path: string, type: string, body: string, from: string) => {
    const headers = { 'content-type': type, 'x-pf-address': from };
    const answer = await door.answer(new Request(origin + path, { method: 'POST', headers, body }));
    return { status: answer.status, body: await answer.text() };
  };
  const mention: Outside['mention'] = (source, target, from = '203.0.113.5') => {
    const form = new URLSearchParams({ source, target }).toString();
    return send('/webmention', 'application/x-www-form-urlencoded', form, from);
  };
  const call: Outside['call'] = async (xml, from = '203.0.113.6') => {
    const answer = await send('/pingback', 'text/xml', xml, from);
    const [, code] = /<name>faultCode<\/name><value><int>(-?\d+)</.exec(answer.body) ?? [];
    return { ...answer, fault: code === undefined ? 'thanks' : Number(code) };
  };
  return {
    mention,
    call,
    async mentionAndLook(source, target) {
      const { status } = await mention(source, target);
      await workOff(world);
      return status;
    },
    pingback: async (source, target, from) => (await call(pingOf(source, target), from)).fault,
  };
}

/** A call as a blog writes it. */
export function pingOf(source: string, target: string): string {
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<?xml version="1.0"?><methodCall><methodName>pingback.ping</methodName><params>
    <param><value><string>${escape(source)}</string></value></param>
    <param><value><string>${escape(target)}</string></value></param></params></methodCall>`;
}

/** A page as a blog with microformats writes it, leading to `target`. */
export function blogPost(
  target: string,
  more: { doing?: string; words?: string; name?: string; author?: string } = {},
): { body: string } {
  const {
    doing = '',
    words = 'I read it twice.',
    name = 'On blankets',
    author = 'Ada Blogger',
  } = more;
  return {
    body: `<!doctype html><html><head><title>${name} - a blog</title></head><body>
    <article class="h-entry"><h1 class="p-name">${name}</h1>
    <a class="p-author h-card" href="/"><img class="u-photo" src="/face.png" alt="">${author}</a>
    <time class="dt-published" datetime="2026-11-20T10:00:00Z">20 November</time>
    <div class="e-content"><p>${words} <a class="${doing}" href="${target}">the post</a></p></div>
    </article></body></html>`,
  };
}

/** Where a page wants to be told of links, as we find it. */
export function endpointOf({ services }: World, target: string) {
  return findEndpoint(services.fetcher, target);
}
