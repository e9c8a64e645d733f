/**
 * After a restore: what was on its way when the backup was made has arrived long since, and is not sent again. Only
 * what asks to delete something is: of that one would rather hear twice than never. Waits and leases are over.
 */
export async function sendNothingAgain(client: {
  query(text: string): Promise<unknown>;
}): Promise<void> {
  await client.query(`delete from outgoing where body ->> 'type' is distinct from 'Delete'`);
  await client.query('update peer set failures = 0, resumes = null, busy_until = null');
}
