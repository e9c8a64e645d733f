/** Whether a value from outside can be one of our ids: a whole number that the database can hold. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[1-9]\d{0,17}$/.test(value);
}
