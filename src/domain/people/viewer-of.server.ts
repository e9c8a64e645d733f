import type { Viewer } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** Somebody as the viewer of a job that is done for them; nobody who cannot sign in any more. Never an operator. */
export async function viewerOf({ pool }: Services, personId: string): Promise<Viewer | undefined> {
  const { rows } = await pool.query<Viewer>({
    name: 'viewer of a job',
    text: `select p.id::text as "personId", p.handle, p.name, p.zone, false as operator
      from person p join login l on l.id = p.login_id where p.id = $1`,
    values: [personId],
  });
  return rows[0];
}
