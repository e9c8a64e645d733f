import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cityOf,
  countdown,
  instantOf,
  knownZone,
  monthlyDates,
  readerTime,
  worldLine,
  type MonthlyRule,
  type Wall,
} from './times.server.ts';

type SampleMonth = {
  date: string;
  anchor: { time: string; zone: string };
  announcedTimes: [string, string, string][] | null;
};
const sample = JSON.parse(
  readFileSync(new URL('./sample/medradjclub.json', import.meta.url), 'utf8'),
) as { months: SampleMonth[] };
const announced = sample.months.filter((month) => month.announcedTimes);

const zones = Intl.supportedValuesOf('timeZone');
const aZone = fc.constantFrom(...zones);
const aDate = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2037-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const aTime = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map((all) => `${two(Math.floor(all / 60))}:${two(all % 60)}`);
const aWall = fc.record({ date: aDate, time: aTime, zone: aZone });
/** Half of the cases stand on a change of the clocks, where times are skipped or passed twice. */
const aWallNearChange = fc
  .record({ date: aDate, zone: aZone, minutes: fc.integer({ min: -90, max: 90 }) })
  .map(({ date, zone, minutes }): Wall => {
    const start = Temporal.PlainDate.from(date).toZonedDateTime(zone);
    const change = (start.getTimeZoneTransition('next') ?? start).add({ minutes });
    const wall = change.toPlainDateTime().toString({ smallestUnit: 'minute' });
    return { date: wall.slice(0, 10), time: wall.slice(11), zone };
  });

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function at(wall: Wall): Temporal.Instant {
  const found = instantOf(wall);
  if ('refused' in found) throw new Error(found.refused);
  return found;
}

function utc(text: string): Temporal.Instant {
  return Temporal.Instant.from(text);
}

function wallIn(instant: Temporal.Instant, zone: string): string {
  return instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
}

describe('the times that the club announced by hand', () => {
  test('the file holds months with announced times', () => {
    expect(announced.length).toBeGreaterThanOrEqual(4);
  });

  test.each(announced.map((month) => [month.date, month] as const))(
    'every city time announced for %s follows from the anchor',
    (_, month) => {
      const times = month.announcedTimes ?? [];
      const instant = at({ date: month.date, ...month.anchor });
      const line = worldLine(
        instant,
        times.map(([, zone]) => zone),
        month.anchor.zone,
      );
      expect(line.map(({ zone, wall }) => [zone, wall])).toEqual(
        times.map(([, zone, wall]) => [zone, wall]),
      );
      for (const { wall, dayShift } of line)
        expect(dayShift).toBe(wall.startsWith(month.date) ? 0 : 1);
    },
  );
});

describe('a wall time and its instant', () => {
  test.each([
    ['winter in London', '2026-01-15', '20:00', 'Europe/London', '2026-01-15T20:00Z'],
    ['summer in London', '2026-07-15', '20:00', 'Europe/London', '2026-07-15T19:00Z'],
    ['the day the clocks went on', '2026-03-29', '20:00', 'Europe/London', '2026-03-29T19:00Z'],
    ['a Sydney summer', '2026-12-15', '20:00', 'Australia/Sydney', '2026-12-15T09:00Z'],
    [
      'Brisbane, which never changes',
      '2026-12-15',
      '20:00',
      'Australia/Brisbane',
      '2026-12-15T10:00Z',
    ],
    ['half an hour off', '2026-07-15', '20:00', 'Asia/Kolkata', '2026-07-15T14:30Z'],
  ])('%s', (_, date, time, zone, expected) => {
    expect(at({ date, time, zone }).equals(utc(expected))).toBe(true);
  });

  test('Edmonton stays six hours behind UTC and Vancouver seven from November 2026', () => {
    for (const date of ['2026-11-20', '2027-01-15', '2027-07-15', '2028-02-15']) {
      const instant = utc(`${date}T20:00Z`);
      const offsets = worldLine(instant, ['America/Edmonton', 'America/Vancouver']);
      expect(offsets.map(({ offset }) => offset)).toEqual(['-06:00', '-07:00']);
    }
    const before = worldLine(utc('2026-01-15T20:00Z'), ['America/Edmonton', 'America/Vancouver']);
    expect(before.map(({ offset }) => offset)).toEqual(['-07:00', '-08:00']);
  });

  test('an evening announced in Edmonton before the law changed is still that evening after it', () => {
    const kept: Wall = { date: '2027-01-15', time: '19:00', zone: 'America/Edmonton' };
    const underOldRules = utc('2027-01-16T02:00Z');
    expect(at(kept).equals(underOldRules)).toBe(false);
    expect(wallIn(at(kept), kept.zone)).toBe('2027-01-15T19:00');
  });

  test('a time that the clocks skip is refused, with both instants to choose from', () => {
    const wall = { date: '2026-03-29', time: '01:30', zone: 'Europe/London' };
    const found = instantOf(wall);
    expect(found).toMatchObject({ refused: 'skipped' });
    if (!('refused' in found) || !('earlier' in found)) throw new Error('no candidates');
    expect(found.earlier.toString()).toBe('2026-03-29T00:30:00Z');
    expect(found.later.toString()).toBe('2026-03-29T01:30:00Z');
    expect(String(instantOf(wall, 'later'))).toBe('2026-03-29T01:30:00Z');
  });

  test('a time that comes twice is refused until somebody says which one is meant', () => {
    const wall = { date: '2026-10-25', time: '01:30', zone: 'Europe/London' };
    expect(instantOf(wall)).toMatchObject({ refused: 'ambiguous' });
    expect(String(instantOf(wall, 'earlier'))).toBe('2026-10-25T00:30:00Z');
    expect(String(instantOf(wall, 'later'))).toBe('2026-10-25T01:30:00Z');
  });

  test.each(['Mars/Olympus', '', '+02:00', 'Europe/London\n', 'Europe/', '-05'])(
    'the zone "%s" is refused',
    (zone) => {
      expect(instantOf({ date: '2026-10-25', time: '20:00', zone })).toEqual({
        refused: 'unknownZone',
      });
    },
  );

  test.each([
    ['2026-02-30', '20:00'],
    ['2026-13-01', '20:00'],
    ['15 August', '20:00'],
    ['2026-02-03', '24:00'],
    ['2026-02-03', '8pm'],
    ['2026-02-03T20:00Z', ''],
  ])('%s %s is no time', (date, time) => {
    expect(instantOf({ date, time, zone: 'UTC' })).toEqual({ refused: 'notATime' });
  });

  test('whatever instant is found shows the very wall time that was kept', () => {
    fc.assert(
      fc.property(fc.oneof(aWall, aWallNearChange), (wall) => {
        const found = instantOf(wall);
        const typed = `${wall.date}T${wall.time}`;
        if (!('refused' in found)) return wallIn(found, wall.zone) === typed;
        if (!('earlier' in found)) return false;
        const shown = [found.earlier, found.later].map((one) => wallIn(one, wall.zone) === typed);
        return shown.every((same) => same === (found.refused === 'ambiguous'));
      }),
      { numRuns: 500 },
    );
  });

  test('a choice is only needed, and always enough, for a time that is skipped or doubled', () => {
    fc.assert(
      fc.property(fc.oneof(aWall, aWallNearChange), (wall) => {
        const found = instantOf(wall);
        const chosen = (['earlier', 'later'] as const).map((choice) => instantOf(wall, choice));
        if (chosen.some((one) => 'refused' in one)) return false;
        const same = String(chosen[0]) === String(chosen[1]);
        return same !== 'refused' in found;
      }),
      { numRuns: 300 },
    );
  });
});

describe('the world line', () => {
  test('says which cities are a day ahead or behind', () => {
    const instant = at({ date: '2026-05-20', time: '09:00', zone: 'Australia/Sydney' });
    const line = worldLine(
      instant,
      ['America/Vancouver', 'Europe/London', 'Australia/Sydney', 'Pacific/Auckland'],
      'Australia/Sydney',
    );
    expect(line.map(({ city, wall, dayShift }) => [city, wall, dayShift])).toEqual([
      ['Vancouver', '2026-05-19T16:00', -1],
      ['London', '2026-05-20T00:00', 0],
      ['Sydney', '2026-05-20T09:00', 0],
      ['Auckland', '2026-05-20T11:00', 0],
    ]);
  });

  test('the day shift is the difference of the dates on the two walls', () => {
    fc.assert(
      fc.property(aWall, aZone, (wall, zone) => {
        const instant = instantOf(wall, 'earlier');
        if ('refused' in instant) return false;
        const [anchor, there] = worldLine(instant, [wall.zone, zone], wall.zone);
        if (!anchor || !there) return false;
        const [a, b] = [anchor.wall, there.wall].map((text) => Date.parse(text.slice(0, 10)));
        return there.dayShift === (Number(b) - Number(a)) / 86_400_000 && anchor.dayShift === 0;
      }),
    );
  });

  test('calls cities what people there call them', () => {
    expect(
      ['Pacific/Auckland', 'America/St_Johns', 'Asia/Calcutta', 'America/New_York', 'UTC'].map(
        cityOf,
      ),
    ).toEqual(['Auckland', "St John's", 'Kolkata', 'New York', 'UTC']);
  });

  test('leaves out a zone that nobody knows', () => {
    expect(worldLine(utc('2026-05-20T09:00Z'), ['Nowhere/Land'])).toEqual([]);
    expect(knownZone('America/Argentina/Buenos_Aires')).toBe(true);
  });
});

describe('a monthly date', () => {
  test('the third Thursday at eight in London is eight in London, summer and winter', () => {
    const rule: MonthlyRule = { week: 3, weekday: 4, time: '20:00', zone: 'Europe/London' };
    const dates = monthlyDates(rule, '2026-09-01', 3);
    expect(dates.map(({ date }) => date)).toEqual(['2026-09-17', '2026-10-15', '2026-11-19']);
    expect(dates.map((wall) => at(wall).toString())).toEqual([
      '2026-09-17T19:00:00Z',
      '2026-10-15T19:00:00Z',
      '2026-11-19T20:00:00Z',
    ]);
  });

  test('a date of today counts and one of yesterday does not', () => {
    const rule: MonthlyRule = { week: 'last', weekday: 5, time: '20:00', zone: 'UTC' };
    expect(monthlyDates(rule, '2026-01-30', 1)[0]?.date).toBe('2026-01-30');
    expect(monthlyDates(rule, '2026-01-31', 1)[0]?.date).toBe('2026-02-27');
  });

  test('every month has one date, on the right day of the right week, at the same wall time', () => {
    const aRule = fc.record({
      week: fc.constantFrom(1, 2, 3, 4, 'last') as fc.Arbitrary<MonthlyRule['week']>,
      weekday: fc.integer({ min: 1, max: 7 }) as fc.Arbitrary<MonthlyRule['weekday']>,
      time: aTime,
      zone: aZone,
    });
    fc.assert(
      fc.property(aRule, aDate, (rule, from) => {
        const dates = monthlyDates(rule, from, 14);
        const plain = dates.map(({ date }) => Temporal.PlainDate.from(date));
        expect(dates.every(({ time, zone }) => time === rule.time && zone === rule.zone)).toBe(
          true,
        );
        expect(dates.length).toBe(14);
        expect(dates[0] && dates[0].date >= from).toBe(true);
        plain.forEach((date, index) => {
          expect(date.dayOfWeek).toBe(rule.weekday);
          const week = rule.week === 'last' ? date.daysInMonth - 6 : rule.week * 7 - 6;
          expect(date.day >= week && date.day < week + 7).toBe(true);
          const months = (plain[0] ?? date).toPlainYearMonth().until(date.toPlainYearMonth());
          expect(months.total({ unit: 'month', relativeTo: plain[0] ?? date })).toBe(index);
        });
      }),
    );
  });
});

describe('what a reader sees', () => {
  test('their own time with the zone named, in their own language', () => {
    const instant = utc('2017-08-15T20:00Z');
    expect(readerTime(instant, 'Europe/London', 'en-GB')).toBe(
      'Tuesday, 15 August 2017 at 21:00 BST',
    );
    expect(readerTime(instant, 'Australia/Sydney', 'de')).toContain('16. August 2017');
  });

  test('a zone or language that is not known still gives a true time', () => {
    expect(readerTime(utc('2017-08-15T20:00Z'), 'No/Zone', 'not a language')).toBe(
      'Tuesday, 15 August 2017 at 20:00 UTC',
    );
  });

  test('a thousand readers do not cost a thousand formatters', () => {
    const instant = utc('2017-08-15T20:00Z');
    readerTime(instant, 'Europe/Paris', 'fr');
    const start = process.cpuUsage();
    for (let times = 0; times < 2_000; times += 1) readerTime(instant, 'Europe/Paris', 'fr');
    expect(process.cpuUsage(start).user / 2_000).toBeLessThan(30);
  });

  test.each([
    ['2026-11-22T11:00Z', 'now'],
    ['2026-11-22T12:00Z', 'now'],
    ['2026-11-22T12:03Z', 'in a few minutes'],
    ['2026-11-22T12:21Z', 'in 20 minutes'],
    ['2026-11-22T13:00Z', 'in an hour'],
    ['2026-11-22T14:00Z', 'in 2 hours'],
    ['2026-11-22T23:30Z', 'in 12 hours'],
    ['2026-11-23T12:00Z', 'tomorrow'],
    ['2026-11-25T08:00Z', 'in 3 days'],
    ['2026-12-13T12:00Z', 'in 3 weeks'],
  ])('the countdown to %s says "%s" at noon', (when, words) => {
    expect(countdown(utc(when), utc('2026-11-22T12:00Z'))).toBe(words);
  });

  test('tomorrow is tomorrow where the reader is', () => {
    const [when, now] = [utc('2026-11-24T03:00Z'), utc('2026-11-22T20:00Z')];
    expect(countdown(when, now)).toBe('in 2 days');
    expect(countdown(when, now, 'America/Toronto')).toBe('tomorrow');
  });

  test('the countdown never speaks of seconds or of nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 3e9 }), aZone, (ms, zone) => {
        const now = utc('2026-11-22T12:00Z');
        const words = countdown(now.add({ milliseconds: ms }), now, zone);
        expect(words).toMatch(
          /^(now|tomorrow|in an hour|in a few minutes|in [1-9]\d* (minutes|hours|days|weeks))$/,
        );
        expect(words).not.toMatch(/in 1 /);
      }),
    );
  });
});
