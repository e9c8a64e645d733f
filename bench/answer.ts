import { answerVisits } from './answer-form.ts';
import type { Measurement } from './measurement.ts';
import { measureVisits } from './page.ts';
import { forgetAnswers } from './seed.ts';
import type { Seen } from './visitors.ts';

/** One person after the other (or eight at once) answers in the live chat, by its form. */
export const measureAnswer: Measurement = async (place) => {
  await forgetAnswers(place.database);
  const visits = await answerVisits(place, 'I have seen this in our own waiting room too, __N__.');
  const [first] = visits;
  if (!first) return [];
  const seen = (await place.visitors.ask({ origin: place.origin, look: first })) as Seen;
  const said = await place.database.query('select from answer where number = 1');
  if (seen.status >= 400 || !said.rowCount) throw new Error(`An answer was met by ${seen.status}.`);
  const findings = await measureVisits(place, 'posting an answer', visits, seen, () =>
    place.database.query('delete from rate_limit'),
  );
  await forgetAnswers(place.database);
  return findings;
};
