/** A club's part of an address: small letters, digits and hyphens; nothing else. */
export function asSlug(value: string): string | undefined {
  return value.length <= 60 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value) ? value : undefined;
}

/** A month's part of an address: a day that the calendar has (from the year 1), such as `2018-01-18`. */
export function asDate(value: string): string | undefined {
  if (!/^(?!0000)\d{4}-\d\d-\d\d$/.test(value)) return undefined;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value) ? value : undefined;
}
