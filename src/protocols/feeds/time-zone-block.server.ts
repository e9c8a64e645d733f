type Observance = { from: string; to: string; starts: string; daylight: boolean };

/**
 * The lines of a VTIMEZONE (RFC 5545, 3.6.5) made from this server's own zone data, so that the file
 * says exactly what the pages say. Every change of the clocks around the given instants is written out,
 * from the year before the first to the year after the last; no rule is guessed beyond them. Ready-made
 * tables were measured against the data of 2026c: they describe today's rule as if it had always held
 * and put Edmonton's past winters an hour off.
 */
export function timeZoneBlock(zone: string, instants: readonly Temporal.Instant[]): string[] {
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    ...observances(zone, instants).flatMap(observanceLines),
    'END:VTIMEZONE',
  ];
}

function observances(zone: string, instants: readonly Temporal.Instant[]): Observance[] {
  const moments = instants.map(({ epochMilliseconds }) => epochMilliseconds);
  const first = yearOf(Math.min(...moments)) - 1;
  const last = yearOf(Math.max(...moments)) + 2;
  const start = Temporal.PlainDate.from({ year: first, month: 1, day: 1 }).toZonedDateTime(zone);
  const changes = [start];
  for (;;) {
    const next = changes.at(-1)?.getTimeZoneTransition('next');
    if (!next || next.year >= last) break;
    changes.push(next);
  }
  return changes.map((change, index) => observance(changes[index - 1] ?? change, change));
}

function observance(before: Temporal.ZonedDateTime, change: Temporal.ZonedDateTime): Observance {
  return {
    from: before.offset,
    to: change.offset,
    starts: change
      .toPlainDateTime()
      .add({ nanoseconds: offsetOf(before) - offsetOf(change) })
      .toString(),
    daylight: isDaylight(change),
  };
}

function offsetOf({ offsetNanoseconds }: Temporal.ZonedDateTime): number {
  return offsetNanoseconds;
}

/** A clock that will be put back within the year is on summer time; a change for good is standard. */
function isDaylight(change: Temporal.ZonedDateTime): boolean {
  const next = change.getTimeZoneTransition('next');
  if (!next || next.offsetNanoseconds >= change.offsetNanoseconds) return false;
  return Temporal.ZonedDateTime.compare(next, change.add({ years: 1 })) < 0;
}

function observanceLines({ from, to, starts, daylight }: Observance): string[] {
  const kind = daylight ? 'DAYLIGHT' : 'STANDARD';
  return [
    `BEGIN:${kind}`,
    `DTSTART:${starts.slice(0, 19).replaceAll(/[-:]/g, '')}`,
    `TZOFFSETFROM:${from.replaceAll(':', '')}`,
    `TZOFFSETTO:${to.replaceAll(':', '')}`,
    `END:${kind}`,
  ];
}

function yearOf(milliseconds: number): number {
  return new Date(milliseconds).getUTCFullYear();
}
