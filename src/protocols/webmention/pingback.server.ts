import { lookAt } from './check-mention.server.ts';
import { readText } from './sent-text.server.ts';
import { answerOf, faultOf, readCall, type Call } from './xml-rpc.server.ts';
import { findOpenPage } from '#domain/mentions/club-pages.server.ts';
import { isKnown } from '#domain/mentions/keep.server.ts';
import { webAddress } from '#domain/mentions/rules.ts';
import {
  lookLater,
  weighClaim,
  type Claim,
  type ClaimRefused,
} from '#domain/mentions/take.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import { limited } from '#platform/limit.server.ts';

/** What went wrong, by the numbers of Pingback 1.0 and, below zero, of XML-RPC. */
const faults = {
  0: 'That did not work.',
  16: 'There is no page at the address that you come from.',
  17: 'That page does not lead here.',
  32: 'There is no such page here.',
  33: 'There is no page at this address that takes pingbacks.',
  48: 'We know of that page already, and look at it again.',
  49: 'That was a lot at once. Please try again later.',
  50: 'We could not reach that page.',
  '-32601': 'Only pingback.ping is spoken here.',
  '-32602': 'pingback.ping takes two addresses: where you come from, and where you lead to.',
  '-32700': 'That is no call that can be read.',
} as const;
type Fault = keyof typeof faults;

const atOnce = { times: 30, seconds: 60 };

/**
 * Answers `pingback.ping(sourceURI, targetURI)`. Unlike a webmention it is answered with what was found, so the
 * page is looked at while the caller waits, thirty a minute of all together; a page that is known is looked at
 * later. A draft and nothing at all are both fault 33.
 * Source: https://www.hixie.ch/specs/pingback/pingback#TOC3
 */
export async function answerPingback(ctx: Ctx, request: Request, from: string): Promise<Response> {
  const text = await readText(request, /^(?:text|application)\/xml\b/i);
  if (text instanceof Response) return text;
  const call = readCall(text);
  const fault = call ? await ping(ctx, call, from) : '-32700';
  const body = fault === undefined ? answerOf(thanks) : faultOf(Number(fault), faults[fault]);
  return new Response(body, {
    headers: {
      'content-type': 'text/xml; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'",
    },
  });
}

const thanks = 'Thank you. Whoever leads the club decides what is shown.';

/** Which fault a refusal is. */
const refusals = { source: 16, target: 33, same: 0, tooFast: 49 } satisfies Record<
  ClaimRefused,
  Fault
>;

async function ping(ctx: Ctx, call: Call, from: string): Promise<Fault | undefined> {
  const [source, target, ...more] = call.parameters;
  if (call.method !== 'pingback.ping') return '-32601';
  if (source === undefined || target === undefined || more.length > 0) return '-32602';
  if (webAddress(target)?.origin !== ctx.config.origin) return 32;
  const claim = await weighClaim(ctx, { source, target, protocol: 'pingback' }, from);
  return 'refused' in claim ? refusals[claim.refused] : look(ctx, claim);
}

async function look(ctx: Ctx, claim: Claim): Promise<Fault | undefined> {
  const page = await findOpenPage(ctx, claim.target);
  if (page && (await isKnown(ctx, page, claim.source))) {
    await lookLater(ctx, claim);
    return 48;
  }
  if (await limited(ctx, 'pingbacks', atOnce)) return 49;
  const seen = await lookAt(ctx, claim);
  return typeof seen === 'string'
    ? ({ gone: 16, noLink: 17, unreached: 50 } as const)[seen]
    : undefined;
}
