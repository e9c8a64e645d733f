import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { notFound, refuse } from './errors.ts';
import { hasTokenInAddress, letThrough } from './gate.server.ts';
import { apiRoutes } from './routes.server.ts';
import type { Route } from './route.ts';
import { makeThrottle, type Throttle } from './throttle.server.ts';
import type { Services } from '#platform/services.server.ts';

/** `/oauth/authorize` is a page; everything else beside it is for programs, and mostly not there. */
const paths =
  /^\/api\/|^\/oauth\/(?!authorize\/?$)|^\/nodeinfo\/|^\/\.well-known\/(?:oauth-authorization-server|nodeinfo|host-meta|webfinger)$/;

/**
 * The door for apps that speak Mastodon's client API. It looks at tokens and never at cookies, so any
 * page may call it (CORS without credentials). `routes` is what it answers.
 */
export function mastodonDoor(
  services: Services,
  routes: readonly Route[] = apiRoutes,
): { paths: RegExp; answer(request: Request): Response | Promise<Response> } {
  const app = new Hono();
  app.use(openToPages);
  app.use(async (c, next) =>
    hasTokenInAddress(new URL(c.req.url))
      ? refuse(400, 'invalid_request', {
          description: 'Bring the token as Authorization: Bearer, not in the address.',
        })
      : next(),
  );
  const throttle = makeThrottle(services.clock);
  for (const route of routes)
    app.on(route.method, route.path, (c) =>
      enter({ services, throttle, request: c.req.raw, params: c.req.param() }, route),
    );
  app.notFound(notFound);
  app.onError((fault) => {
    if (isOutOfRange(fault)) return refuse(422, 'A value cannot be kept');
    services.log.error({ err: fault }, 'an answer to an app failed');
    return refuse(500, 'Something broke on our side');
  });
  return { paths, answer: app.fetch };
}

const openToPages = cors({
  origin: '*',
  allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  // Whichever a page asks for: no cookie is looked at, and some apps name their own.
  allowHeaders: [],
  exposeHeaders: [
    'Link',
    'X-RateLimit-Limit',
    'X-RateLimit-Remaining',
    'X-RateLimit-Reset',
    'Retry-After',
  ],
  maxAge: 24 * 60 * 60,
});

interface Entering {
  services: Services;
  throttle: Throttle;
  request: Request;
  params: Record<string, string>;
}

async function enter(entering: Entering, route: Route): Promise<Response> {
  const { services, throttle, request, params } = entering;
  const bearer = await letThrough(services, request, route.needs);
  const address = request.headers.get('x-pf-address') ?? '';
  const known = bearer instanceof Response ? undefined : bearer?.viewer;
  const { person, visitors } = services.config.apiLimit;
  const count = known
    ? throttle.take(`person ${known.personId}`, person)
    : throttle.take(`${route.path.split('/')[1]} from ${address}`, visitors);
  if (count.refused) return count.refused;
  if (bearer instanceof Response) return count.mark(bearer);
  const ctx = { ...services, viewer: known ?? null };
  const query = new URL(request.url).searchParams;
  if ([...query.values()].some((value) => value.includes('\0')))
    return count.mark(refuse(422, 'Text is not well-formed'));
  return count.mark(await route.answer({ ctx, request, address, bearer, params, query }));
}

/** The database found a value that its type cannot hold (SQLSTATE class 22): the sender's fault. */
function isOutOfRange(fault: unknown): boolean {
  const cause = fault instanceof Error ? (fault.cause ?? fault) : undefined;
  return cause instanceof Error && 'code' in cause && /^22/.test(String(cause.code));
}
