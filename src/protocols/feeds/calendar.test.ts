import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf } from '#domain/club/times.server.ts';
import { calendarOf, type CalendarEvent } from './calendar.server.ts';

type Property = { name: string; params: Record<string, string>; value: string };
type Component = { name: string; properties: Property[]; children: Component[] };

/** Reads as strictly as the RFC is written: throws on a bare LF, a long line, a broken nesting. */
function parse(source: string): Component {
  if (!source.endsWith('\r\n')) throw new Error('no last CRLF');
  if (/[^\r]\n|\r[^\n]/.test(source)) throw new Error('a bare CR or LF');
  const raw = source.slice(0, -2).split('\r\n');
  for (const line of raw) if (Buffer.byteLength(line) > 75) throw new Error(`long line: ${line}`);
  if (/[\0-\x08\x0B\x0C\x0E-\x1F]/.test(source)) throw new Error('bad byte');
  const lines = source.slice(0, -2).replaceAll('\r\n ', '').split('\r\n');
  const root: Component = { name: 'root', properties: [], children: [] };
  const open = [root];
  for (const line of lines) {
    const match = /^([A-Z-]+)((?:;[A-Z-]+=[^;:",]+)*):(.*)$/s.exec(line);
    if (!match) throw new Error(`no property: ${line}`);
    const [, name = '', params = '', value = ''] = match;
    const current = open.at(-1);
    if (!current) throw new Error('nothing open');
    if (name === 'BEGIN') {
      const child = { name: value, properties: [], children: [] };
      current.children.push(child);
      open.push(child);
    } else if (name === 'END') {
      if (open.pop()?.name !== value) throw new Error(`wrong end: ${value}`);
    } else {
      const pairs = params
        .split(';')
        .filter(Boolean)
        .map((pair) => pair.split('='));
      current.properties.push({ name, params: Object.fromEntries(pairs), value });
    }
  }
  const [calendar] = root.children;
  if (open.length !== 1 || root.children.length !== 1 || !calendar)
    throw new Error('not one calendar');
  return calendar;
}

function only(component: Component | undefined, name: string): Property {
  const found = component?.properties.filter((property) => property.name === name) ?? [];
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} times ${name}`);
  return found[0];
}

/** What stands at a place in a list, which must be there. */
function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`nothing at ${index}`);
  return found;
}

function unescape(value: string): string {
  return value.replaceAll(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));
}

function events(calendar: Component): Component[] {
  return calendar.children.filter(({ name }) => name === 'VEVENT');
}

/** What a phone does that believes nothing but the file: find the last change before the wall time. */
function instantByFile(calendar: Component, event: Component): string {
  const start = only(event, 'DTSTART');
  const zone = start.params['TZID'];
  if (!zone) return new Date(iso(start.value)).toISOString();
  const block = calendar.children.find(
    (child) => child.name === 'VTIMEZONE' && only(child, 'TZID').value === zone,
  );
  const current = (block?.children ?? [])
    .map((part) => ({ at: only(part, 'DTSTART').value, to: only(part, 'TZOFFSETTO').value }))
    .filter(({ at }) => at <= start.value)
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .at(-1);
  if (!current) throw new Error('no rule for this time');
  const offset = current.to.replace(/^(.\d\d)(\d\d).*$/, '$1:$2');
  return new Date(`${iso(start.value)}${offset}`).toISOString();
}

function iso(basic: string): string {
  return basic.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/, '$1-$2-$3T$4:$5:$6');
}

function anEvent(more: Partial<CalendarEvent> = {}): CalendarEvent {
  return {
    uid: 'month-1-1@club.example',
    sequence: 2,
    updated: new Date('2026-11-22T18:00:00.123Z'),
    title: 'Post pandemic recovery',
    description: 'Self-care check-in',
    url: 'https://club.example/medradjclub/2022-05',
    start: { date: '2026-11-26', time: '20:00', zone: 'Europe/London' },
    minutes: 60,
    ...more,
  };
}

function calendarWith(...all: CalendarEvent[]): Component {
  return parse(
    calendarOf({ name: 'Med Rad Journal Club', url: 'https://club.example/', events: all }),
  );
}

describe('the calendar of a club', () => {
  test('carries what a phone needs for one live hour', () => {
    const calendar = calendarWith(anEvent());
    const [event] = events(calendar);
    expect(only(calendar, 'VERSION').value).toBe('2.0');
    expect(only(event, 'UID').value).toBe('month-1-1@club.example');
    expect(only(event, 'SEQUENCE').value).toBe('2');
    expect(only(event, 'DTSTAMP').value).toBe('20261122T180000Z');
    expect(only(event, 'DTSTART')).toMatchObject({
      params: { TZID: 'Europe/London' },
      value: '20261126T200000',
    });
    expect(only(event, 'DURATION').value).toBe('PT60M');
    expect(only(event, 'URL').value).toBe('https://club.example/medradjclub/2022-05');
    expect(only(event, 'SUMMARY').value).toBe('Post pandemic recovery');
  });

  test('shows a second live hour as an event of its own', () => {
    const second = anEvent({
      uid: 'month-1-2@club.example',
      start: { date: '2026-11-27', time: '19:00', zone: 'Australia/Sydney' },
    });
    const calendar = calendarWith(anEvent(), second);
    expect(events(calendar).map((event) => only(event, 'UID').value)).toEqual([
      'month-1-1@club.example',
      'month-1-2@club.example',
    ]);
    expect(calendar.children.filter(({ name }) => name === 'VTIMEZONE')).toHaveLength(2);
  });

  test('needs no zone block for a time in UTC', () => {
    const calendar = calendarWith(
      anEvent({ start: { date: '2017-08-15', time: '20:00', zone: 'UTC' } }),
    );
    expect(only(events(calendar)[0], 'DTSTART').value).toBe('20170815T200000Z');
    expect(calendar.children.map(({ name }) => name)).toEqual(['VEVENT']);
  });

  test('holds the months of the real club, each at its announced instant', () => {
    const sample = JSON.parse(
      readFileSync(new URL('../../domain/club/sample/medradjclub.json', import.meta.url), 'utf8'),
    ) as { months: { date: string; announcedTimes: [string, string, string][] | null }[] };
    for (const { date, announcedTimes } of sample.months)
      for (const [, zone, wall] of announcedTimes ?? []) {
        const start = { date: wall.slice(0, 10), time: wall.slice(11), zone };
        const calendar = calendarWith(anEvent({ start }));
        expect(instantByFile(calendar, at(events(calendar), 0))).toBe(`${date}T20:00:00.000Z`);
      }
  });

  test('a time that comes twice keeps the instant that the curator chose', () => {
    const start = { date: '2026-10-25', time: '01:30', zone: 'Europe/London' };
    const starts = (['earlier', 'later'] as const).map((choice) => {
      const calendar = calendarWith(anEvent({ start: { ...start, choice } }));
      return only(events(calendar)[0], 'DTSTART').value;
    });
    expect(starts).toEqual(['20261025T003000Z', '20261025T013000Z']);
  });

  test('the zone rules in the file agree with the zone data, anywhere and on any day', () => {
    const aStart = fc.record({
      date: fc
        .date({ min: new Date('2015-03-16'), max: new Date('2029-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10)),
      time: fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, '0')}:00`),
      zone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
    });
    fc.assert(
      fc.property(fc.array(aStart, { minLength: 1, maxLength: 6 }), (starts) => {
        const calendar = calendarWith(...starts.map((start) => anEvent({ start })));
        events(calendar).forEach((event, index) => {
          const found = instantOf(at(starts, index), 'earlier');
          const later = instantOf(at(starts, index), 'later');
          if ('refused' in found || 'refused' in later) throw new Error('no instant');
          const allowed = [found, later].map((at) => new Date(at.epochMilliseconds).toISOString());
          expect(allowed).toContain(instantByFile(calendar, event));
        });
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    'America/Edmonton',
    'America/Vancouver',
    'Europe/London',
    'Australia/Sydney',
    'Africa/Casablanca',
    'Europe/Dublin',
  ])('every day from 2015 to 2028 in %s is right by the file alone', (zone) => {
    const days = Array.from({ length: 14 * 365 }, (_, days) =>
      Temporal.PlainDate.from('2015-01-01').add({ days }),
    );
    const all = days.map((date) =>
      anEvent({ start: { date: date.toString(), time: '20:00', zone } }),
    );
    const calendar = calendarWith(...all);
    events(calendar).forEach((event, index) => {
      const moment = at(days, index).toZonedDateTime({ timeZone: zone, plainTime: '20:00' });
      expect(instantByFile(calendar, event)).toBe(new Date(moment.epochMilliseconds).toISOString());
    });
  });

  test('every hour around every change of the clocks is right by the file alone', () => {
    for (const zone of [
      'Europe/London',
      'Australia/Sydney',
      'America/Toronto',
      'Africa/Casablanca',
    ]) {
      let change = Temporal.PlainDate.from('2024-01-01').toZonedDateTime(zone);
      for (;;) {
        const next = change.getTimeZoneTransition('next');
        if (!next || next.year > 2028) break;
        change = next;
        for (const hours of [-3, -2, -1, 0, 1, 2, 3]) {
          const wall = change.add({ hours }).toPlainDateTime().toString();
          const start = { date: wall.slice(0, 10), time: wall.slice(11, 16), zone };
          const found = instantOf(start);
          if ('refused' in found) continue;
          const calendar = calendarWith(anEvent({ start }));
          const expected = new Date(found.epochMilliseconds).toISOString();
          expect(instantByFile(calendar, at(events(calendar), 0))).toBe(expected);
        }
      }
    }
  });

  test('a change of the clocks is dated by the wall that it ends', () => {
    const calendar = calendarWith(anEvent());
    const rules = at(calendar.children, 0).children.map((rule) => [
      rule.name,
      ...['DTSTART', 'TZOFFSETFROM', 'TZOFFSETTO'].map((name) => only(rule, name).value),
    ]);
    expect(rules).toContainEqual(['DAYLIGHT', '20260329T010000', '+0000', '+0100']);
    expect(rules).toContainEqual(['STANDARD', '20261025T020000', '+0100', '+0000']);
  });

  test('Edmonton and Vancouver end their changing of clocks in the file too', () => {
    for (const [zone, offset] of [
      ['America/Edmonton', '-0600'],
      ['America/Vancouver', '-0700'],
    ] as const) {
      const calendar = calendarWith(
        anEvent({ start: { date: '2027-01-15', time: '20:00', zone } }),
      );
      const rules = at(calendar.children, 0).children;
      expect(only(rules.at(-1), 'TZOFFSETTO').value).toBe(offset);
      expect(rules.at(-1)?.name).toBe('STANDARD');
    }
  });
});

describe('hostile text in a calendar', () => {
  test('a title cannot start a line of its own', () => {
    const calendar = calendarWith(
      anEvent({ title: 'A, B; C\\\r\nATTENDEE:mailto:x@y.example\nEND:VEVENT\u0000' }),
    );
    expect(events(calendar)).toHaveLength(1);
    expect(unescape(only(events(calendar)[0], 'SUMMARY').value)).toBe(
      'A, B; C\\\nATTENDEE:mailto:x@y.example\nEND:VEVENT',
    );
    expect(calendar.children[1]?.properties.map(({ name }) => name)).not.toContain('ATTENDEE');
  });

  test('an address cannot either', () => {
    const calendar = calendarWith(anEvent({ url: 'https://club.example/a\r\nX-EVIL:1?b=1,2;3' }));
    expect(only(events(calendar)[0], 'URL').value).not.toContain('\n');
    expect(events(calendar)[0]?.properties.map(({ name }) => name)).not.toContain('X-EVIL');
  });

  test('whatever is written comes back word for word, however long and in any script', () => {
    const aText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300, size: 'max' }),
      fc.string({
        unit: fc.constantFrom('\n', '\\', ',', ';', ':', '"', 'é', '漢', '🩻', 'a', ' '),
        maxLength: 300,
        size: 'max',
      }),
    );
    fc.assert(
      fc.property(aText, aText, (title, description) => {
        const [event] = events(calendarWith(anEvent({ title, description })));
        const kept = (value: string) =>
          value
            .toWellFormed()
            .replaceAll(/\r\n?/g, '\n')
            .replaceAll(/[\0-\x08\x0B-\x1F\x7F]/g, '');
        return (
          unescape(only(event, 'SUMMARY').value) === kept(title) &&
          unescape(only(event, 'DESCRIPTION').value) === kept(description)
        );
      }),
      { numRuns: 300 },
    );
  });
});
