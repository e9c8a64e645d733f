import { z } from 'zod';

/** The longest contact details, place and words of a meeting, in characters. */
export const longestContact = 500;
export const longestPlace = 200;
export const longestWords = 500;

/** When and where two friends want to meet: a wall time and the zone whose clock it is. */
export interface Appointment {
  date: string;
  time: string;
  zone: string;
  place: string;
  words: string;
}

/** The form of it. */
export const appointmentForm = z.object({
  date: z.string().regex(/^\d{4}-\d\d-\d\d$/, 'Choose a day.'),
  time: z.string().regex(/^\d\d:\d\d$/, 'Choose a time.'),
  zone: z.string().min(1, 'Choose whose clock it is.').max(64, 'Choose whose clock it is.'),
  place: z.string().trim().min(1, 'Say where.'),
  words: z.string().trim().default(''),
});

/** The moment of a wall time under this machine's zone data; nothing for a day, time or zone that there is not. */
export function momentOf({
  date,
  time,
  zone,
}: Omit<Appointment, 'place' | 'words'>): Date | undefined {
  // Offsets such as +02:00 are no zones: they do not know when the clocks change.
  if (!/^[A-Za-z]/.test(zone)) return undefined;
  try {
    const wall = Temporal.PlainDateTime.from(`${date}T${time}`, { overflow: 'reject' });
    return new Date(wall.toZonedDateTime(zone).epochMilliseconds);
  } catch {
    return undefined;
  }
}
