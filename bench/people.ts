import type { Finding } from './measurement.ts';
import { measurePages, measureVisits } from './page.ts';
import type { Place } from './place.ts';
import { credentialsOf, forgetAnswers, peopleAtOnce } from './seed.ts';
import type { Seen, Visit } from './visitors.ts';

/** Somebody's page. It is kept for nobody: whoever guesses handles is to be counted. */
const measureProfile = measurePages({
  name: 'profile, afresh',
  path: () => '/@person_9',
  as: 'afresh',
  says: 'Person 9',
});

/** Somebody's page, and signing in by password, whose price is one scrypt on purpose. */
export async function measurePeople(place: Place): Promise<Finding[]> {
  return [...(await measureProfile(place)), ...(await measureSignIn(place))];
}

async function measureSignIn(place: Place): Promise<Finding[]> {
  const visits = Array.from({ length: peopleAtOnce }, (_, n) => signInVisit(place, n));
  const forget = () => forgetAnswers(place.database);
  await forget();
  const seen = (await place.visitors.ask({
    origin: place.origin,
    look: signInVisit(place, 0),
  })) as Seen;
  if (seen.status !== 303) throw new Error(`Signing in answered ${seen.status}.`);
  return measureVisits(place, 'signing in by password', visits, seen, forget);
}

function signInVisit(place: Place, n: number): Visit {
  return {
    method: 'POST',
    path: '/sign-in',
    headers: {
      host: new URL(place.origin).host,
      origin: place.origin,
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(credentialsOf(n)).toString(),
  };
}
