import type { Place } from './place.ts';
import { clubSlug, cookieOf, monthLive, peopleAtOnce } from './seed.ts';
import type { Seen, Visit } from './visitors.ts';

/**
 * Visits that answer in the live chat as browsers without script do: by the form that the chat's page
 * shows, one visit for each of fifty people. `text` is what they say; `__N__` in it becomes a number.
 */
export async function answerVisits(place: Place, text: string): Promise<Visit[]> {
  const path = `/${clubSlug}/${place.dates.live}/chat`;
  const headers = { host: new URL(place.origin).host, cookie: cookieOf(7) };
  const look: Visit = { method: 'GET', path, headers };
  const seen = (await place.visitors.ask({ origin: place.origin, look })) as Seen;
  const html = Buffer.from(seen.body, 'base64').toString();
  if (seen.status !== 200) throw new Error(`${path} answered ${seen.status}.`);
  const form = answerForm(html);
  if (!form) throw new Error(`${path} has no form for an answer (month ${monthLive}).`);
  const body = [...form.fields, [form.text, text]]
    .map((pair) => pair.map((part) => encodeURIComponent(part ?? '')).join('='))
    .join('&');
  return Array.from({ length: peopleAtOnce }, (_, n) => ({
    method: 'POST',
    path: form.action.startsWith('?') ? path + form.action : form.action,
    headers: {
      host: headers.host,
      origin: place.origin,
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
      cookie: cookieOf(n),
    },
    body,
  }));
}

function answerForm(html: string) {
  const forms = html.match(/<form\b[\s\S]*?<\/form>/g) ?? [];
  const form = forms.find((one) => one.includes('<textarea'));
  const text = form && attribute(/<textarea\b[^>]*>/.exec(form)?.[0], 'name');
  if (!form || !text) return undefined;
  const fields = new Map<string, string>();
  for (const tag of form.match(/<input\b[^>]*>/g) ?? []) {
    const [type, name] = [attribute(tag, 'type'), attribute(tag, 'name')];
    const choice = type === 'radio' || type === 'checkbox';
    if (!name || (choice && !/\bchecked\b/.test(tag))) continue;
    // Each sending bears a key of its own, or it would count as the one before.
    fields.set(name, /key/i.test(name) ? 'bench-answer-__N__' : attribute(tag, 'value'));
  }
  for (const select of form.match(/<select\b[\s\S]*?<\/select>/g) ?? []) {
    const options = select.match(/<option\b[^>]*>/g) ?? [];
    const option = options.find((tag) => /\bselected\b/.test(tag)) ?? options[0];
    fields.set(attribute(select, 'name'), attribute(option, 'value'));
  }
  const opening = /<form\b[^>]*>/.exec(form)?.[0];
  return { action: attribute(opening, 'action') || '?', fields: [...fields], text };
}

function attribute(tag: string | undefined, name: string): string {
  const found = new RegExp(`\\b${name}="([^"]*)"`).exec(tag ?? '')?.[1] ?? '';
  return found.replaceAll('&amp;', '&').replaceAll('&quot;', '"');
}
