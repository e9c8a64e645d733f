/** How long from now somebody may like to think again, in months, with the words for it. */
export const reminderAges = [
  { months: 3, words: 'In three months' },
  { months: 6, words: 'In half a year' },
  { months: 12, words: 'In a year' },
] as const;

/**
 * An entry for one's own calendar, as the text of an .ics file (RFC 5545), made where it is asked for and nowhere
 * else. Others may see a calendar: it names an address to go back to, and says nothing of care.
 */
export function reminderFile({
  address,
  now,
  months,
  id,
}: {
  address: string;
  now: Date;
  months: number;
  id: string;
}): string {
  const day = new Date(Date.UTC(now.getFullYear(), now.getMonth() + months, now.getDate()));
  const date = (at: Date) => at.toISOString().slice(0, 10).replaceAll('-', '');
  const stamp = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Pocket Friends//A note to myself//EN',
    'BEGIN:VEVENT',
    `UID:${id}`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${date(day)}`,
    `DTEND;VALUE=DATE:${date(new Date(day.getTime() + 86_400_000))}`,
    'SUMMARY:A note to myself',
    `DESCRIPTION:You wanted to think again: ${address}`,
    `URL:${address}`,
    'CLASS:PRIVATE',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

/** Lines are 75 bytes at most; ours are plain ASCII, since handles and addresses are. */
function folded(line: string): string {
  return line.replaceAll(/(.{74})(?=.)/g, '$1\r\n ');
}
