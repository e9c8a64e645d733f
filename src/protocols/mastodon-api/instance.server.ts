import { instanceOf, instanceV1Of, type Place } from './entities/instance.ts';
import { rulesOf } from './entities/rule.ts';
import { answer, notFound } from './errors.ts';
import { readFigures } from './figures.server.ts';
import type { Call, Route } from './route.ts';
import { vapidKey } from '#domain/notifications/vapid.server.ts';
import { contactOf } from '#domain/house/contact.server.ts';
import { readSettings, whenChanged } from '#domain/house/settings.server.ts';
import { productVersion } from '#platform/product-version.server.ts';
import { escapeHtml, htmlFromPlainText } from '#platform/text.server.ts';

const open = { token: 'none' } as const;
const at = '/api/v1/instance';
const get = (path: string, read: Route['answer']): Route => ({
  ...{ method: 'GET', path, needs: open, answer: read },
});

/** What apps ask about the place itself. */
export const instanceRoutes: readonly Route[] = [
  get('/api/v2/instance', async ({ ctx }) => answer(instanceOf(await placeOf(ctx)))),
  get(at, async ({ ctx }) => answer(instanceV1Of(await placeOf(ctx)))),
  get(`${at}/rules`, async ({ ctx }) => answer(rulesOf((await readSettings(ctx)).rules))),
  get(`${at}/rules/translations`, async () => answer([])),
  get(`${at}/activity`, activity),
  get(`${at}/extended_description`, extendedDescription),
  get(`${at}/privacy_policy`, privacyPolicy),
  get(`${at}/terms_of_service`, terms),
  get(`${at}/terms_of_service/:date`, termsOfDay),
  get(`${at}/translation_languages`, async () => answer({})),
];

async function placeOf(ctx: Call['ctx']): Promise<Place> {
  const { people, posts } = await readFigures(ctx);
  return {
    origin: ctx.config.origin,
    version: productVersion(),
    settings: await readSettings(ctx),
    contact: (await contactOf(ctx)) ?? '',
    people: people.all,
    activeMonth: people.month,
    posts: posts.all,
    vapidKey: await vapidKey(ctx),
  };
}

const week = 7 * 24 * 60 * 60 * 1000;

/** Twelve weeks, this one first. Tens only; how often somebody signed in is not kept. */
async function activity({ ctx }: Call): Promise<Response> {
  const { people, posts } = await readFigures(ctx);
  const now = ctx.clock.now().getTime();
  // The first of January 1970 was a Thursday: weeks begin on Mondays.
  const monday = Math.floor((now + week * (3 / 7)) / week) * week - week * (3 / 7);
  return answer(
    Array.from({ length: 12 }, (_, back) => ({
      week: String((monday - back * week) / 1000),
      statuses: String(posts.weeks[back] ?? 0),
      logins: '0',
      registrations: String(people.newcomers[back] ?? 0),
    })),
  );
}

/** The day on which our own words about the place were written; the operator's have their own. */
const written = new Date('2026-11-22T00:00:00.000Z');

async function extendedDescription({ ctx }: Call): Promise<Response> {
  const { about } = await readSettings(ctx);
  const updated = (await whenChanged(ctx, 'about')) ?? written;
  return answer({ updated_at: updated.toISOString(), content: htmlFromPlainText(about) });
}

/** The page itself says it best: how long things are kept stands there in tables. */
async function privacyPolicy({ ctx }: Call): Promise<Response> {
  const page = `${ctx.config.origin}/about/privacy`;
  const link = `<a href="${escapeHtml(page)}">${escapeHtml(page)}</a>`;
  const content = `<p>What is kept here, why and for how long, and how to have it erased: ${link}</p>`;
  return answer({ updated_at: written.toISOString(), content });
}

/** Only those of today are kept. */
async function termsOfDay(call: Call): Promise<Response> {
  const { since } = await termsNow(call);
  return since.toISOString().slice(0, 10) === call.params['date'] ? terms(call) : notFound();
}

async function termsNow({ ctx }: Call) {
  const { rules } = await readSettings(ctx);
  return { rules, since: (await whenChanged(ctx, 'rules')) ?? written };
}

/** What people agree to when they join: the rules of the place. */
async function terms(call: Call): Promise<Response> {
  const { rules, since } = await termsNow(call);
  return answer({
    effective_date: since.toISOString().slice(0, 10),
    effective: true,
    content: `<ol>${rules.map((rule) => `<li>${escapeHtml(rule)}</li>`).join('')}</ol>`,
    succeeded_by: null,
  });
}
