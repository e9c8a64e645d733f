import { startOf, type LiveHour } from './hours.server.ts';
import { cityOf, countdown, readerTime, worldLine } from './times.server.ts';

/** A city of the world line: "Sydney", "07:00", "the next day". */
export interface CityLine {
  zone: string;
  city: string;
  clock: string;
  /** Empty on the same day as the club's. */
  day: string;
}

/** A live hour as a page says it. Moments are ISO 8601 in UTC. */
export interface HourWords {
  at: string;
  ends: string;
  minutes: number;
  /** In the zone in which the club announces it. */
  announced: string;
  /** In the zone of whoever reads. */
  own: string;
  /** The city of that zone; empty for UTC. */
  place: string;
  cities: CityLine[];
}

/** The live hours of a month in words; `zone` is the reader's, or nothing for a guest. */
export function hourWords(
  { hours, worldLine: zones }: { hours: readonly LiveHour[]; worldLine: readonly string[] },
  zone?: string,
): HourWords[] {
  return hours.map((hour) => {
    const at = startOf(hour);
    return {
      at: at.toString(),
      ends: at.add({ minutes: hour.minutes }).toString(),
      minutes: hour.minutes,
      announced: readerTime(at, hour.zone, 'en-GB'),
      own: readerTime(at, zone ?? hour.zone, 'en-GB'),
      place: hour.zone.includes('/') ? cityOf(hour.zone) : '',
      cities: worldLine(at, zones, hour.zone).map(({ zone: there, city, wall, dayShift }) => ({
        zone: there,
        city,
        clock: wall.slice(11),
        day: days[dayShift + 2] ?? '',
      })),
    };
  });
}

const days = ['two days before', 'the day before', '', 'the next day', 'two days later'];

/** The next live hour that has not ended, as the start and calm words: "in 3 weeks". */
export function nextHour(
  hours: readonly LiveHour[],
  now: Date,
  zone = 'UTC',
): { at: string; words: string } | undefined {
  const next = hours
    .map((hour) => ({ at: startOf(hour), minutes: hour.minutes }))
    .find(({ at, minutes }) => at.epochMilliseconds + minutes * 60_000 > now.getTime());
  const from = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  return next && { at: next.at.toString(), words: countdown(next.at, from, zone) };
}
