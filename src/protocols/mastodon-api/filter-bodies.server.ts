import { bodiesIn, flagOf, readBody, textOf, textsIn, type Body } from './body.server.ts';
import { notFound, refuse } from './errors.ts';
import {
  isFilterAction,
  isFilterContext,
  type FilterAction,
  type FilterContext,
} from '#domain/posts/filter-rules.ts';
import type { FilterRefused, FilterWishes, KeywordWishes } from '#domain/posts/filters.server.ts';

const words = {
  empty: "Validation failed: Title can't be blank",
  tooLong: 'Validation failed: Text is too long',
  notText: 'Validation failed: Text is not well-formed',
  noContext:
    'Validation failed: Context must be one of home, notifications, public, thread, account',
  tooMany: 'Validation failed: There are too many',
} as const;

/** Why a filter was left as it was, as clients read it. */
export function refusedFilter({ refused: why }: FilterRefused): Response {
  return why === 'gone' || why === 'signIn' ? notFound() : refuse(422, words[why]);
}

/** Reads what an app says of a filter, or the answer that says what is wrong with it. */
export async function readFilterBody(request: Request): Promise<FilterWishes | Response> {
  const body = await readBody(request);
  if (body instanceof Response) return body;
  const [title, action] = [textOf(body, 'title'), textOf(body, 'filter_action')];
  const around = readAround(body);
  if (around instanceof Response) return around;
  if (action !== undefined && !isFilterAction(action))
    return refuse(422, 'Validation failed: Filter action is not included in the list');
  return {
    ...around,
    ...(title !== undefined && { title }),
    ...(action !== undefined && { action }),
    keywords: bodiesIn(body, 'keywords_attributes').map(keywordIn),
  };
}

/** The same as older apps say it: a filter is one phrase. */
export async function readOlderBody(
  request: Request,
): Promise<
  { phrase: string | undefined; filter: FilterWishes; wholeWord: boolean | undefined } | Response
> {
  const body = await readBody(request);
  if (body instanceof Response) return body;
  const around = readAround(body);
  if (around instanceof Response) return around;
  const hides = flagOf(body, 'irreversible');
  const action: FilterAction = hides ? 'hide' : 'warn';
  return {
    phrase: textOf(body, 'phrase'),
    filter: { ...around, ...(hides !== undefined && { action }) },
    wholeWord: flagOf(body, 'whole_word'),
  };
}

/** What an app says of one keyword. */
export function keywordIn(body: Body): KeywordWishes {
  const [id, keyword] = [textOf(body, 'id'), textOf(body, 'keyword')];
  return {
    ...(id !== undefined && { id }),
    ...(keyword !== undefined && { keyword }),
    wholeWord: flagOf(body, 'whole_word'),
    gone: flagOf(body, '_destroy'),
  };
}

const longestSeconds = 100 * 365 * 24 * 60 * 60;

function readAround(body: Body): Pick<FilterWishes, 'context' | 'seconds'> | Response {
  const said = textsIn(body, 'context');
  const context = said?.filter((word): word is FilterContext => isFilterContext(word));
  if (said && context && context.length < said.length) return refuse(422, words.noContext);
  const ends = textOf(body, 'expires_in');
  const seconds = Number(ends);
  if (ends && !(seconds >= 0 && seconds <= longestSeconds))
    return refuse(422, 'Validation failed: Expires in is not a number of seconds');
  return {
    ...(context && { context: [...new Set(context)] }),
    ...(ends !== undefined && { seconds: ends === '' ? null : seconds }),
  };
}
