import { pollBounds } from './rules.ts';
import { plainText } from '#platform/text.server.ts';

/** A poll as somebody sends it; `seconds` is how long it lasts. */
export interface PollInput {
  options: unknown[];
  seconds: number;
  multiple?: boolean;
  hidesTotals?: boolean;
}

/** Why a poll is not taken: too few or too many answers, one empty, too long or twice, or its time. */
export interface PollRefused {
  refused: 'pollOptions' | 'pollTime';
}

/** A poll made fit to be kept; nothing when there is none. */
export function readPoll(input: PollInput | null, now: Date) {
  if (!input) return undefined;
  const { options: bounds, characters, seconds: times } = pollBounds;
  const options = input.options.map((option) => plainText(option, { maxGraphemes: characters }));
  const fit = options.filter((option) => typeof option === 'string' && option !== '') as string[];
  const unique = new Set(fit).size === options.length;
  if (!unique || fit.length < bounds.least || fit.length > bounds.most)
    return { refused: 'pollOptions' as const };
  const { seconds } = input;
  if (!Number.isFinite(seconds) || seconds < times.least || seconds > times.most)
    return { refused: 'pollTime' as const };
  const ends = new Date(now.getTime() + Math.round(seconds) * 1000);
  return {
    options: fit,
    multiple: input.multiple ?? false,
    hidesTotals: input.hidesTotals ?? false,
    ends,
  };
}
