import { answerPingback } from './pingback.server.ts';
import { readText, told } from './sent-text.server.ts';
import { lookLater, weighClaim } from '#domain/mentions/take.server.ts';
import { networkOf } from '#platform/address.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** Where other places tell us that they lead here: Webmention at `/webmention`, Pingback at `/pingback`. */
export function webmentionDoor(services: Services) {
  const ctx: Ctx = { ...services, viewer: null };
  return {
    paths: /^\/(?:webmention|pingback)$/,
    answer: (request: Request): Promise<Response> | Response => {
      if (request.method !== 'POST') return told(405, { allow: 'POST' });
      const from = networkOf(request.headers.get('x-pf-address') ?? '');
      return new URL(request.url).pathname === '/pingback'
        ? answerPingback(ctx, request, from)
        : answerWebmention(ctx, request, from);
    },
  };
}

/**
 * Takes `source` and `target` of a form and answers 202: the page itself is looked at by a job. Whatever the
 * target is that does not take mentions (a draft, nothing, another page), the answer is the same 400.
 * Source: https://www.w3.org/TR/webmention/#receiving-webmentions
 */
async function answerWebmention(ctx: Ctx, request: Request, from: string): Promise<Response> {
  const text = await readText(request, /^application\/x-www-form-urlencoded\b/i);
  if (text instanceof Response) return text;
  const form = new URLSearchParams(text);
  const [source, target] = [form.get('source'), form.get('target')];
  const claim = await weighClaim(ctx, { source, target, protocol: 'webmention' }, from);
  if (!('refused' in claim)) {
    await lookLater(ctx, claim);
    return told(202);
  }
  return claim.refused === 'tooFast' ? told(429, { 'retry-after': '3600' }) : told(400);
}
