import { notAllowed, showReports } from './admin-shown.server.ts';
import { readBody, textOf, textsIn } from './body.server.ts';
import { answer, notFound, refuse } from './errors.ts';
import { answerPage, windowOf } from './page.ts';
import { person, type Call, type Route } from './route.ts';
import {
  assignReport,
  changeReport,
  findReport,
  listReports,
  reopenReport,
  resolveReport,
  type Report,
} from '#domain/moderation/report-desk.server.ts';
import { reportCategories } from '#domain/moderation/rules.ts';
import { isId } from '#domain/people/id.ts';

const reads = person('admin:read:reports');
const writes = person('admin:write:reports');
const at = '/api/v1/admin/reports';

type Verb = (ctx: Call['ctx'], id: string) => ReturnType<typeof findReport>;

const to = (act: string, verb: Verb): Route => ({
  ...{ method: 'POST', path: `${at}/:id/${act}`, needs: writes, answer: (call) => one(call, verb) },
});

/** What operators do with reports. Whatever a token says, only operators are answered. */
export const adminReportRoutes: readonly Route[] = [
  { method: 'GET', path: at, needs: reads, answer: list },
  { method: 'GET', path: `${at}/:id`, needs: reads, answer: (call) => one(call, findReport) },
  { method: 'PUT', path: `${at}/:id`, needs: writes, answer: change },
  to('assign_to_self', (ctx, id) => assignReport(ctx, id, 'self')),
  to('unassign', (ctx, id) => assignReport(ctx, id, 'nobody')),
  to('resolve', (ctx, id) => resolveReport(ctx, id)),
  to('reopen', reopenReport),
];

async function list(call: Call): Promise<Response> {
  const { ctx, query } = call;
  const whose = (name: string) => {
    const id = query.get(name) ?? undefined;
    return id === undefined || isId(id) ? id : '0';
  };
  const filter = {
    resolved: /^(?:1|t|true|on)$/i.test(query.get('resolved') ?? ''),
    ...{ reporterId: whose('account_id'), aboutId: whose('target_account_id') },
  };
  const found = await listReports(ctx, filter, windowOf(call, 100, 200));
  if ('refused' in found) return notAllowed();
  const shown = await showReports(ctx, found);
  return answerPage(
    call,
    shown,
    found.map(({ id }) => id),
  );
}

async function one({ ctx, params }: Call, verb: Verb): Promise<Response> {
  if (!ctx.viewer?.operator) return notAllowed();
  const id = params['id'];
  return isId(id) ? told(ctx, await verb(ctx, id)) : notFound();
}

async function told(ctx: Call['ctx'], found: Report | { refused: 'gone' }): Promise<Response> {
  if ('refused' in found) return notFound();
  const [shown] = await showReports(ctx, [found]);
  return answer(shown ?? {});
}

async function change(call: Call): Promise<Response> {
  const { ctx, request, params } = call;
  if (!ctx.viewer?.operator) return notAllowed();
  const id = params['id'];
  const body = await readBody(request);
  if (body instanceof Response) return body;
  const said = textOf(body, 'category');
  const category = reportCategories.find((known) => known === said);
  if (said !== undefined && !category) return refuse(422, 'There is no such category');
  const rules = textsIn(body, 'rule_ids')?.filter(Boolean).map(Number);
  if (!isId(id)) return notFound();
  const changed = await changeReport(ctx, id, { category, rules });
  if (!('refused' in changed)) return told(ctx, changed);
  return changed.refused === 'gone' ? notFound() : refuse(422, 'One of the rules does not exist');
}
