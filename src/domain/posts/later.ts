const shape = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/;

/**
 * The moment that a clock on a wall in this zone shows as `2026-11-28T20:00`; undefined for what is none. An
 * hour that is left out in spring is the one after, one that comes twice in autumn is the first.
 */
export function momentIn(zone: string, text: string): Date | undefined {
  if (!shape.test(text)) return undefined;
  const wall = Date.parse(`${text}:00Z`);
  if (Number.isNaN(wall)) return undefined;
  const first = wall - offsetAt(zone, wall);
  const second = wall - offsetAt(zone, first);
  const offsets = [offsetAt(zone, wall - dayMs), offsetAt(zone, wall + dayMs)];
  const fits = offsets
    .map((offset) => wall - offset)
    .filter((at) => at + offsetAt(zone, at) === wall);
  return new Date(fits.length > 0 ? Math.min(...fits) : second);
}

const dayMs = 24 * 60 * 60 * 1000;

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
function offsetAt(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
  );
  return shown - Math.floor(at / 60_000) * 60_000;
}
