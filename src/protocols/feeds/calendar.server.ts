import { instantOf, type Choice, type Wall } from '#domain/club/times.server.ts';
import { timeZoneBlock } from './time-zone-block.server.ts';

/** One live hour. A second live hour of the same month is an event of its own, with its own `uid`. */
export type CalendarEvent = {
  /** Stable for ever, unique in the world: `month-17-1@club.example`. */
  uid: string;
  /** Counts the changes of time or title, from 0. */
  sequence: number;
  updated: Date;
  title: string;
  description: string;
  url: string;
  /** `choice` is the curator's answer for a wall time that the clocks skip or pass twice. */
  start: Wall & { choice?: Choice };
  minutes: number;
};

/**
 * An iCalendar file (RFC 5545) for a month or a whole series: CRLF lines folded at 75 octets, text
 * escaped, and a VTIMEZONE for every zone named, so that a phone with older zone data still rings at
 * the right moment. Throws on a zone or time that no zone data know: such a month is never stored.
 */
export function calendarOf(calendar: {
  name: string;
  url: string;
  events: readonly CalendarEvent[];
}): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Pocket Friends//Club//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${text(calendar.name)}`,
    `X-WR-CALNAME:${text(calendar.name)}`,
    `URL:${address(calendar.url)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT12H',
    'X-PUBLISHED-TTL:PT12H',
    ...zoneBlocks(calendar.events),
    ...calendar.events.flatMap(eventLines),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function zoneBlocks(events: readonly CalendarEvent[]): string[] {
  const byZone = new Map<string, Temporal.Instant[]>();
  for (const { start } of events) {
    if (writtenInUtc(start)) continue;
    byZone.set(start.zone, [...(byZone.get(start.zone) ?? []), startOf(start)]);
  }
  return [...byZone].flatMap(([zone, instants]) => timeZoneBlock(zone, instants));
}

function eventLines(event: CalendarEvent): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${text(event.uid)}`,
    `SEQUENCE:${Math.trunc(event.sequence)}`,
    `DTSTAMP:${stamp(event.updated)}`,
    `LAST-MODIFIED:${stamp(event.updated)}`,
    startLine(event.start),
    `DURATION:PT${Math.trunc(event.minutes)}M`,
    `SUMMARY:${text(event.title)}`,
    `DESCRIPTION:${text(event.description)}`,
    `URL:${address(event.url)}`,
    'TRANSP:OPAQUE',
    'END:VEVENT',
  ];
}

function startLine(start: CalendarEvent['start']): string {
  const at = startOf(start);
  if (writtenInUtc(start)) return `DTSTART:${stamp(new Date(at.epochMilliseconds))}`;
  return `DTSTART;TZID=${start.zone}:${digits(`${start.date}T${start.time}`)}00`;
}

/** RFC 5545 cannot say which of two equal wall times is meant, so a chosen one is written in UTC. */
function writtenInUtc(start: CalendarEvent['start']): boolean {
  return /^(Etc\/)?UTC$/i.test(start.zone) || 'refused' in instantOf(start);
}

/** Without a choice the reading is RFC 5545's own (3.3.5): a doubled time is its first, a gap is leapt. */
function startOf(start: CalendarEvent['start']): Temporal.Instant {
  const found = instantOf(start, start.choice);
  if (!('refused' in found)) return found;
  if ('earlier' in found) return found.refused === 'ambiguous' ? found.earlier : found.later;
  throw new Error(`A live hour has no time: ${found.refused}`);
}

function stamp(date: Date): string {
  return `${digits(date.toISOString().slice(0, 19))}Z`;
}

function digits(iso: string): string {
  return iso.replaceAll(/[-:]/g, '');
}

/** A TEXT value (RFC 5545, 3.3.11); controls that no calendar may hold are dropped. */
function text(value: string): string {
  return value
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\0-\x08\x0B-\x1F\x7F]/g, '')
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');
}

/** A URI value takes no escapes: what is no part of an address is percent-encoded. */
function address(url: string): string {
  return new URL(url).href.replaceAll(/[\0-\x20\x7F]/g, encodeURIComponent);
}

/** Folds at 75 octets without ever cutting a character in two (RFC 5545, 3.1). */
function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > 75) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}
