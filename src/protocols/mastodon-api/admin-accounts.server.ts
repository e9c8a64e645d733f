import { notAllowed, showPeople } from './admin-shown.server.ts';
import { readBody, textOf } from './body.server.ts';
import { answer, notFound, refuse } from './errors.ts';
import { answerPage, windowOf } from './page.ts';
import { person, type Call, type Route } from './route.ts';
import { listAccounts, type AccountFilter } from '#domain/moderation/accounts.server.ts';
import { resolveReport } from '#domain/moderation/report-desk.server.ts';
import { isId } from '#domain/people/id.ts';

const reads = person('admin:read:accounts');
const writes = person('admin:write:accounts');
const at = '/api/v1/admin/accounts';
const to = (act: string, go: Route['answer']): Route => ({
  ...{ method: 'POST', path: `${at}/:id/${act}`, needs: writes, answer: go },
});

/** What operators ask about people. Whatever a token says, only operators are answered. */
export const adminAccountRoutes: readonly Route[] = [
  { method: 'GET', path: at, needs: reads, answer: listV1 },
  { method: 'GET', path: '/api/v2/admin/accounts', needs: reads, answer: listV2 },
  { method: 'GET', path: `${at}/:id`, needs: reads, answer: show },
  { method: 'DELETE', path: `${at}/:id`, needs: writes, answer: (call) => cannot(call, erases) },
  to('action', act),
  to('approve', (call) => cannot(call, waits)),
  to('reject', (call) => cannot(call, waits)),
  // Nobody is ever disabled, silenced, suspended or covered: what is asked for holds already.
  to('enable', show),
  to('unsilence', show),
  to('unsuspend', show),
  to('unsensitive', show),
];

const erases = 'People are erased on the page about people, by an operator who shows who they are';
const waits = 'Whoever waits to be let in has no account yet: they are answered on the web';

/** Filters of the older list are flags. */
function listV1(call: Call): Promise<Response> {
  const on = (name: string) => /^(?:1|t|true|on)$/i.test(call.query.get(name) ?? '');
  const nobody = ['pending', 'disabled', 'silenced', 'suspended', 'sensitized'].some(on);
  const origin = on('remote') ? 'elsewhere' : on('local') ? 'here' : undefined;
  return list(call, { nobody, operators: on('staff'), origin });
}

function listV2(call: Call): Promise<Response> {
  const { query } = call;
  const status = query.get('status') ?? 'active';
  const origins = { local: 'here', remote: 'elsewhere' } as const;
  const asked = query.get('origin');
  const origin = asked === 'local' || asked === 'remote' ? origins[asked] : undefined;
  const operators = query.get('permissions') === 'staff';
  return list(call, { nobody: status !== 'active', operators, origin });
}

/** What nobody can be looked for by (an address, who invited them) finds nobody. */
async function list(
  call: Call,
  { nobody, ...about }: { nobody: boolean } & Pick<AccountFilter, 'operators' | 'origin'>,
): Promise<Response> {
  const { ctx, query } = call;
  if (!ctx.viewer?.operator) return notAllowed();
  const unknown = ['email', 'ip', 'invited_by'].some((name) => query.get(name));
  if (nobody || unknown) return answer([]);
  const filter: AccountFilter = {
    ...{ handle: query.get('username') ?? '', name: query.get('display_name') ?? '' },
    ...about,
    host: query.get('by_domain') || undefined,
  };
  const found = await listAccounts(ctx, filter, windowOf(call, 100, 200));
  if ('refused' in found) return notAllowed();
  const ids = found.map(({ id }) => id);
  const people = await showPeople(ctx, ids);
  return answerPage(
    call,
    ids.flatMap((id) => people.get(id) ?? []),
    ids,
  );
}

async function show({ ctx, params }: Call): Promise<Response> {
  if (!ctx.viewer?.operator) return notAllowed();
  const id = params['id'];
  const shown = isId(id) ? (await showPeople(ctx, [id])).get(id) : undefined;
  return shown ? answer(shown) : notFound();
}

async function cannot(call: Call, words: string): Promise<Response> {
  const shown = await show(call);
  return shown.status === 200 ? refuse(422, words) : shown;
}

/** `none` says that a report was looked at. The others do not exist here, and say so. */
async function act(call: Call): Promise<Response> {
  const shown = await show(call);
  if (shown.status !== 200) return shown;
  const body = await readBody(call.request);
  if (body instanceof Response) return body;
  const [type, report, text] = [
    textOf(body, 'type'),
    textOf(body, 'report_id'),
    textOf(body, 'text'),
  ];
  if (type !== 'none') return refuse(422, 'This does not exist here: the only type is none');
  if (!report) return answer({});
  const done = isId(report) ? await resolveReport(call.ctx, report, text) : { refused: 'gone' };
  return 'refused' in done ? notFound() : answer({});
}
