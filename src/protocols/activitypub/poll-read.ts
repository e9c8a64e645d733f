import { isObject, listOf, textOf, type Json } from './json.ts';

/** A poll of another server, as far as it says; no end when it names none. */
export interface ReadPoll {
  options: string[];
  multiple: boolean;
  counts: number[];
  voters: number | null;
  ends: Date | undefined;
}

const mostOptions = 20;
const longestOption = 200;

/** Reads the answers of a Question; nothing with fewer than two. https://www.w3.org/TR/activitystreams-vocabulary/#dfn-question */
export function readPoll(document: Json): ReadPoll | null {
  const one = listOf(document['oneOf']);
  const answers = (one.length > 0 ? one : listOf(document['anyOf'])).slice(0, mostOptions);
  const read = answers.filter(isObject).flatMap((answer) => {
    const title = textOf(answer['name'])?.trim().slice(0, longestOption);
    return title ? [{ title, count: countOf(answer['replies']) }] : [];
  });
  if (read.length < 2) return null;
  const ends = [document['closed'], document['endTime']].map(dateOf).find(Boolean);
  const voters = document['votersCount'];
  return {
    options: read.map(({ title }) => title),
    multiple: one.length === 0,
    counts: read.map(({ count }) => count),
    voters: isCount(voters) ? voters : null,
    ends,
  };
}

function countOf(replies: unknown): number {
  const total = isObject(replies) ? replies['totalItems'] : undefined;
  return isCount(total) ? total : 0;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1e9;
}

function dateOf(value: unknown): Date | undefined {
  const at = typeof value === 'string' ? new Date(value) : undefined;
  const year = at?.getUTCFullYear() ?? 0;
  return year >= 1990 && year < 2200 ? at : undefined;
}
