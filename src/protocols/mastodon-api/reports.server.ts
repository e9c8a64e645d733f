import { flagOf, readBody, textOf, textsIn } from './body.server.ts';
import { reportOf } from './entities/report.ts';
import { answer, notFound, refuse, tooFast } from './errors.ts';
import { person, type Call, type Route } from './route.ts';
import { fileReport, type ReportRefused } from '#domain/moderation/reports.server.ts';
import { reportForm } from '#domain/moderation/rules.ts';
import { readForm } from '#domain/people/rules.ts';

/** Where people ask whoever looks after the place to look at somebody. */
export const reportRoutes: readonly Route[] = [
  { method: 'POST', path: '/api/v1/reports', needs: person('write:reports'), answer: file },
];

async function file({ ctx, request }: Call): Promise<Response> {
  const body = await readBody(request);
  if (body instanceof Response) return body;
  const rules = textsIn(body, 'rule_ids')?.filter(Boolean);
  const [category, comment] = [textOf(body, 'category') || undefined, textOf(body, 'comment')];
  const read = readForm(reportForm, { category, comment, rules });
  if ('faults' in read) {
    const [[field, words] = ['', '']] = Object.entries(read.faults);
    return refuse(422, `Validation failed: ${field}: ${words}`);
  }
  const made = await fileReport(ctx, {
    ...read.value,
    aboutId: textOf(body, 'account_id') ?? '',
    postIds: textsIn(body, 'status_ids') ?? [],
    forward: flagOf(body, 'forward') ?? false,
  });
  if ('refused' in made) return refusals[made.refused]();
  const { about } = made.report;
  return about ? answer(reportOf(ctx.config.origin, made.report, about)) : notFound();
}

const refusals: Readonly<Record<ReportRefused['refused'], () => Response>> = {
  gone: notFound,
  self: () => refuse(422, 'Validation failed: Nobody can report themselves'),
  rules: () => refuse(422, 'Validation failed: One of the rules does not exist'),
  tooFast: () => tooFast(60 * 60),
};
