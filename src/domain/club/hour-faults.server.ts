import type { FormFaults } from './club-rules.ts';
import type { HourInput } from './month-rules.ts';
import type { TimesRefused } from './planning.server.ts';
import { cityOf, readerTime } from './times.server.ts';

/** A time that clocks pass twice, as the choice that a curator is given. */
export interface Twice {
  hour: number;
  earlier: string;
  later: string;
}

/** Says what is wrong with a time, at the field where it can be mended. */
export function hourFaults(
  refusal: TimesRefused,
  hours: readonly HourInput[],
): { faults: FormFaults; twice?: Twice } {
  if (refusal.refused === 'gone') return { faults: {} };
  if (!('hour' in refusal))
    return { faults: { date: 'The club has a month on this day already.' } };
  if (refusal.refused === 'order') {
    return { faults: { secondTime: 'The second hour has to come after the first.' } };
  }
  const place = refusal.hour;
  const hour = hours[place];
  const field = (name: string) =>
    place === 0 ? name : `second${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  if (!('earlier' in refusal)) {
    return refusal.refused === 'unknownZone'
      ? { faults: { [field('zone')]: 'We do not know this time zone. Choose one from the list.' } }
      : { faults: { [field('time')]: 'There is no such day or time.' } };
  }
  const [zone, time] = [hour?.zone ?? 'UTC', hour?.time ?? 'this time'];
  const earlier = readerTime(refusal.earlier, zone, 'en-GB');
  const later = readerTime(refusal.later, zone, 'en-GB');
  if (refusal.refused === 'skipped') {
    const says = `The clocks in ${cityOf(zone)} go forward that night and skip ${time}. Choose another time.`;
    return { faults: { [field('time')]: says } };
  }
  const says = `The clocks in ${cityOf(zone)} go back that night, so ${time} comes twice. Say which one you mean.`;
  return { faults: { [field('choice')]: says }, twice: { hour: place, earlier, later } };
}
