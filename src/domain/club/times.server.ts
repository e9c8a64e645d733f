/** A time as people say it: a date, a wall clock and an IANA zone. This is what is kept. */
export type Wall = { date: string; time: string; zone: string };

/** Which of two instants is meant when the clocks change. */
export type Choice = 'earlier' | 'later';

export type NoInstant =
  | { refused: 'unknownZone' | 'notATime' }
  | { refused: 'skipped' | 'ambiguous'; earlier: Temporal.Instant; later: Temporal.Instant };

/**
 * The instant that a wall time stands for under the zone data of this server. It is derived on every
 * reading and never kept, because governments change zones between the announcement and the day.
 *
 * `date` is `2017-08-15`, `time` is `20:00`. Refuses an unknown zone (offsets such as `+02:00` are not
 * zones), a date or time that no calendar has, and, unless `choice` says which instant is meant, a
 * local time that the clocks skip or pass twice; both candidates come with that refusal.
 */
export function instantOf(wall: Wall, choice?: Choice): Temporal.Instant | NoInstant {
  if (!knownZone(wall.zone)) return { refused: 'unknownZone' };
  const local = plainOf(wall);
  if (!local) return { refused: 'notATime' };
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    local.toZonedDateTime(wall.zone, { disambiguation }),
  ) as [Temporal.ZonedDateTime, Temporal.ZonedDateTime];
  const candidates = { earlier: earlier.toInstant(), later: later.toInstant() };
  if (candidates.earlier.equals(candidates.later)) return candidates.earlier;
  if (choice) return candidates[choice];
  const passedTwice = earlier.toPlainDateTime().equals(local);
  return { refused: passedTwice ? 'ambiguous' : 'skipped', ...candidates };
}

function plainOf({ date, time }: Wall): Temporal.PlainDateTime | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || !/^\d\d:\d\d$/.test(time)) return undefined;
  try {
    return Temporal.PlainDateTime.from(`${date}T${time}`, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

/** Whether this server's zone data know a zone by this name. */
export function knownZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/** One city's clock at one instant. `dayShift` is in calendar days against the anchor's date. */
export type CityTime = {
  zone: string;
  city: string;
  /** `2017-08-16T06:00` */
  wall: string;
  dayShift: -2 | -1 | 0 | 1 | 2;
  /** `+10:00` */
  offset: string;
};

/**
 * The club's world line: what the clocks of these zones show at one instant, in the given order.
 * `anchorZone` is the zone the month is announced in; two days of difference are rare and real
 * (Kiritimati and Pago Pago are 25 hours apart). Zones that the zone data do not know are left out.
 */
export function worldLine(
  instant: Temporal.Instant,
  zones: readonly string[],
  anchorZone = 'UTC',
): CityTime[] {
  const anchorDate = instant.toZonedDateTimeISO(anchorZone).toPlainDate();
  return zones.filter(knownZone).map((zone) => {
    const there = instant.toZonedDateTimeISO(zone);
    return {
      zone,
      city: cityOf(zone),
      wall: there.toPlainDateTime().toString({ smallestUnit: 'minute' }),
      dayShift: anchorDate.until(there.toPlainDate()).days as CityTime['dayShift'],
      offset: there.offset,
    };
  });
}

/** Zones whose own spelling is not what people there call the place. */
const cities: Record<string, string> = {
  'America/Argentina/Buenos_Aires': 'Buenos Aires',
  'America/Bogota': 'Bogotá',
  'America/Godthab': 'Nuuk',
  'America/Sao_Paulo': 'São Paulo',
  'America/St_Johns': "St John's",
  'Asia/Calcutta': 'Kolkata',
  'Asia/Katmandu': 'Kathmandu',
  'Asia/Rangoon': 'Yangon',
  'Asia/Saigon': 'Ho Chi Minh City',
  'Atlantic/Reykjavik': 'Reykjavík',
  'Etc/UTC': 'UTC',
  'Europe/Kiev': 'Kyiv',
  'Pacific/Auckland': 'Auckland',
  'Pacific/Honolulu': 'Honolulu',
};

/** The name of the city that a zone is called after, in the words of the people there. */
export function cityOf(zone: string): string {
  return cities[zone] ?? zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}

/** "Third Thursday at 20:00 in London": `week` counts from the start of the month; Monday is 1. */
export type MonthlyRule = {
  week: 1 | 2 | 3 | 4 | 'last';
  weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  time: string;
  zone: string;
};

/**
 * The next `count` dates of a monthly club, from the day `from` (`2026-11-22`, itself included). Every
 * one keeps the rule's wall time, so the instant moves when the clocks change and people's evening
 * does not.
 */
export function monthlyDates(rule: MonthlyRule, from: string, count: number): Wall[] {
  const first = Temporal.PlainDate.from(from);
  const start = first.toPlainYearMonth();
  return Array.from({ length: count + 1 }, (_, months) => dateIn(start.add({ months }), rule))
    .filter((date) => Temporal.PlainDate.compare(date, first) >= 0)
    .slice(0, count)
    .map((date) => ({ date: date.toString(), time: rule.time, zone: rule.zone }));
}

function dateIn(month: Temporal.PlainYearMonth, { week, weekday }: MonthlyRule) {
  if (week === 'last') {
    const end = month.toPlainDate({ day: month.daysInMonth });
    return end.subtract({ days: (end.dayOfWeek - weekday + 7) % 7 });
  }
  const start = month.toPlainDate({ day: 1 });
  return start.add({ days: ((weekday - start.dayOfWeek + 7) % 7) + 7 * (week - 1) });
}

/** A formatter costs thirty times what one formatting costs, so they are kept, but not without end. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const keptFormatters = 300;

/**
 * An instant in a reader's own zone and language: "Tuesday, 15 August 2017 at 21:00 BST". The zone is
 * always named. An unknown zone is read as UTC and an unknown language as British English.
 */
export function readerTime(instant: Temporal.Instant, zone: string, locale: string): string {
  return formatterOf(zone, locale).format(instant.epochMilliseconds);
}

function formatterOf(zone: string, locale: string): Intl.DateTimeFormat {
  const key = `${zone} ${locale}`;
  const kept = formatters.get(key);
  if (kept) return kept;
  if (formatters.size >= keptFormatters) formatters.clear();
  const made = new Intl.DateTimeFormat(knownLocale(locale) ? locale : 'en-GB', {
    timeZone: knownZone(zone) ? zone : 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  formatters.set(key, made);
  return made;
}

function knownLocale(locale: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0;
  } catch {
    return false;
  }
}

/**
 * How far off something is, in calm words: "in 3 weeks", "in 3 days", "tomorrow", "in 2 hours", "in 20
 * minutes", "now". Never seconds. "Tomorrow" is tomorrow in the reader's `zone`. What has begun is
 * "now": whether it is over is the month's state to say.
 */
export function countdown(instant: Temporal.Instant, now: Temporal.Instant, zone = 'UTC'): string {
  const minutes = Math.floor((instant.epochMilliseconds - now.epochMilliseconds) / 60_000);
  if (minutes < 1) return 'now';
  if (minutes < 55) return minutes < 5 ? 'in a few minutes' : `in ${roundTo(minutes, 5)} minutes`;
  const hours = Math.round(minutes / 60);
  const days = daysBetween(now, instant, zone);
  if (hours <= 1) return 'in an hour';
  if (hours < 12 || days === 0) return `in ${hours} hours`;
  if (days === 1) return 'tomorrow';
  return days < 14 ? `in ${days} days` : `in ${Math.floor(days / 7)} weeks`;
}

function roundTo(value: number, step: number): number {
  return Math.round(value / step) * step;
}

function daysBetween(from: Temporal.Instant, to: Temporal.Instant, zone: string): number {
  const [start, end] = [from, to].map((at) => at.toZonedDateTimeISO(zone).toPlainDate()) as [
    Temporal.PlainDate,
    Temporal.PlainDate,
  ];
  return start.until(end).days;
}
