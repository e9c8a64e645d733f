import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseClubFile, type ClubFile } from './import-file.ts';
import { findJsonFault } from './json-fault.ts';

const sample = readFileSync(new URL('./sample/medradjclub.json', import.meta.url), 'utf8');

type Loose = Record<string, unknown> & { months: Record<string, never>[] };

/** The real file with one thing changed. */
function changed(change: (file: never) => void): string {
  const file = JSON.parse(sample) as Loose;
  change(file as never);
  return JSON.stringify(file);
}

function read(source: string): ClubFile {
  const found = parseClubFile(source);
  if ('refused' in found) throw new Error(`${found.where} ${found.says}`);
  return found;
}

/** What stands at a place in a list, which must be there. */
function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`nothing at ${index}`);
  return found;
}

type File = {
  club: Record<string, unknown>;
  extra?: unknown;
  months: {
    date: unknown;
    theme?: unknown;
    extra?: unknown;
    minutes: unknown;
    anchor: Record<string, unknown>;
    paper: Record<string, unknown>;
    questions: Record<string, unknown>[];
  }[];
};

describe("a club's file", () => {
  test('of the real club is read whole', () => {
    const { club, months } = read(sample);
    expect(club).toMatchObject({ slug: 'medradjclub', hashtag: 'MedRadJClub' });
    expect(club.worldLine).toHaveLength(7);
    expect(months.length).toBe((JSON.parse(sample) as Loose).months.length);
    expect(months[0]).toMatchObject({
      date: '2017-08-15',
      anchor: { time: '20:00', zone: 'UTC', inferred: true },
      minutes: 60,
      paper: { authors: ['Ekpo E', 'Snaith B', 'Harris M', 'McEntee M'], year: 2017 },
    });
  });

  test('may hold keys that are not ours, which are left behind', () => {
    const more = changed((file: File) => {
      file.extra = 1;
      at(file.months, 0).extra = { deep: [] };
    });
    expect(read(more)).toEqual(read(sample));
  });

  test('may begin with the mark that some editors put there', () => {
    expect(read(`\uFEFF${sample}`)).toEqual(read(sample));
  });

  test.each<[string, (file: File) => void, string, string]>([
    [
      'a zone that is none',
      (f) => (at(f.months, 2).anchor['zone'] = 'Europe/Londom'),
      'months[2].anchor.zone',
      'is not the name of a time zone such as Europe/London',
    ],
    [
      'an offset as a zone',
      (f) => (at(f.months, 2).anchor['zone'] = '+02:00'),
      'months[2].anchor.zone',
      'is not the name of a time zone such as Europe/London',
    ],
    [
      'a time of 25 hours',
      (f) => (at(f.months, 0).anchor['time'] = '25:00'),
      'months[0].anchor.time',
      'should be a time such as 20:00',
    ],
    [
      'the thirtieth of February',
      (f) => (at(f.months, 1).date = '2018-02-30'),
      'months[1].date',
      'should be a date that exists, such as 2017-08-15',
    ],
    [
      'two months on a day',
      (f) => (at(f.months, 3).date = at(f.months, 0).date),
      'months[3].date',
      'is used twice',
    ],
    [
      'two questions of one number',
      (f) => (at(at(f.months, 0).questions, 2)['number'] = 1),
      'months[0].questions[2].number',
      'is used twice',
    ],
    [
      'a question of half',
      (f) => (at(at(f.months, 0).questions, 2)['number'] = 1.5),
      'months[0].questions[2].number',
      'should be a whole number',
    ],
    [
      'a question without text',
      (f) => delete at(at(f.months, 0).questions, 1)['text'],
      'months[0].questions[1].text',
      'is missing',
    ],
    [
      'a question too long',
      (f) => (at(at(f.months, 0).questions, 1)['text'] = 'x'.repeat(5_001)),
      'months[0].questions[1].text',
      'may have 5000 characters',
    ],
    ['no theme', (f) => delete at(f.months, 4).theme, 'months[4].theme', 'is missing'],
    [
      'an empty theme',
      (f) => (at(f.months, 4).theme = '  '),
      'months[4].theme',
      'should not be empty',
    ],
    [
      'minutes in words',
      (f) => (at(f.months, 4).minutes = 'sixty'),
      'months[4].minutes',
      'should be a number',
    ],
    [
      'authors in one text',
      (f) => (at(f.months, 4).paper['authors'] = 'Ekpo E'),
      'months[4].paper.authors',
      'should be a list',
    ],
    [
      'a DOI that is a link',
      (f) => (at(f.months, 4).paper['doi'] = 'see below'),
      'months[4].paper.doi',
      'should be a DOI such as 10.1002/jmrs.230',
    ],
    [
      'a slug with a slash',
      (f) => (f.club['slug'] = '../x'),
      'club.slug',
      'may have small letters, digits and hyphens',
    ],
    [
      'a world line to nowhere',
      (f) => (f.club['worldLine'] = ['UTC', 'Moon/Sea']),
      'club.worldLine[1]',
      'is not the name of a time zone such as Europe/London',
    ],
    ['months as an object', (f) => (f.months = {} as never), 'months', 'should be a list'],
    ['no club', (f) => delete (f as Partial<File>).club, 'club', 'is missing'],
  ])('with %s is refused, and says where', (_, change, where, says) => {
    expect(parseClubFile(changed(change as never))).toEqual({ refused: 'wrongShape', where, says });
  });

  test.each(['[]', '1', 'null', '"club"'])('that is only %s is refused', (source) => {
    expect(parseClubFile(source)).toMatchObject({ refused: 'wrongShape', where: 'the file' });
  });

  test('of a size that no club has is refused before it is read', () => {
    expect(parseClubFile(' '.repeat(5_000_001))).toMatchObject({ says: 'is larger than 5 MB' });
  });

  test('with anything at all in it gives an answer and never a fault', () => {
    fc.assert(fc.property(fc.json(), (source) => 'refused' in parseClubFile(source)));
    fc.assert(fc.property(fc.string(), (source) => 'refused' in parseClubFile(source)));
  });
});

describe('a file that is not JSON', () => {
  test.each([
    ['{\n  "club": {,\n}', 'line 2, column 12', 'a name in "quotes" or } should be here'],
    [
      '{\r\n"a": 1\r\n"b": 2}',
      'line 3, column 1',
      'a comma or the end of the list or object should be here',
    ],
    ['{"a": [1, 2', 'line 1, column 12', 'the file ends too early'],
    ['', 'line 1, column 1', 'the file ends too early'],
    ['{"a": 01}', 'line 1, column 7', 'a value is missing or broken here'],
    ['{"é🩻": tru}', 'line 1, column 8', 'a value is missing or broken here'],
    ['{"a": 1,}', 'line 1, column 9', 'a name in "quotes" should be here'],
    ['[1,]', 'line 1, column 4', 'a value is missing or broken here'],
    ['[1}', 'line 1, column 3', 'a comma or the end of the list or object should be here'],
    ['{"a" 1}', 'line 1, column 6', 'a colon should be here'],
    ['{"a": 1} x', 'line 1, column 10', 'the file should have ended here'],
    ["{'a': 1}", 'line 1, column 2', 'a name in "quotes" or } should be here'],
    ['{"a": "line\nbreak"}', 'line 1, column 7', 'a value is missing or broken here'],
  ])('%j is wrong at %s', (source, where, says) => {
    expect(parseClubFile(source)).toEqual({ refused: 'notJson', where, says });
  });

  test('a file cut anywhere is said to be wrong at a place inside it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: sample.trimEnd().length - 1 }), (length) => {
        const found = parseClubFile(sample.slice(0, length));
        return 'refused' in found && found.refused === 'notJson' && found.says.length > 0;
      }),
    );
  });

  test('the finder of faults accepts exactly what is JSON', () => {
    const ended = 'the file should have ended here';
    const aNearlyJson = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '"', '}', ']', ',', ':', '0', '\\', 'e', ' ', '-'),
      )
      .map(([source, at, typed]) => {
        const place = at % (source.length + 1);
        return source.slice(0, place) + typed + source.slice(place + (at % 2));
      });
    fc.assert(
      fc.property(fc.oneof(fc.json(), aNearlyJson), (source) => {
        const fault = findJsonFault(source);
        const lines = source.split(/\r\n?|\n/);
        const end = `line ${lines.length}, column ${[...(lines.at(-1) ?? '')].length + 1}`;
        const whole = fault.says === ended && fault.where === end;
        return whole === isJson(source);
      }),
      { numRuns: 3_000 },
    );
  });

  test('very deep and very long files are answered in time', () => {
    const start = process.cpuUsage();
    for (const source of [
      '['.repeat(1e6),
      '"' + 'a'.repeat(1e6),
      ' '.repeat(1e6),
      '1'.repeat(1e6) + 'x',
    ])
      expect(parseClubFile(source)).toMatchObject({ refused: 'notJson' });
    expect(process.cpuUsage(start).user).toBeLessThan(3e6);
  });
});

function isJson(source: string): boolean {
  try {
    JSON.parse(source);
    return true;
  } catch {
    return false;
  }
}
