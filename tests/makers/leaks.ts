import type { Told } from './asking-story.ts';
import { asker, operator, type Onlooker } from './onlookers.ts';
import type { Twin } from './twins.ts';

/** A leak of the real path: what it does when a request is laid into the tray, and where it is to be seen. */
export interface Leak {
  /** Whose pair it is planted for. */
  name: string;
  what: string;
  does: string;
  at: keyof Told;
  onlookers: readonly Onlooker[];
}

const askerId = '(select asker_id from friend_request where id = new.request_id)';

/** Planted where the arrival is laid, each for another onlooker. */
export const leaks: readonly Leak[] = [
  {
    name: 'leak_status',
    what: 'a "not now" that is told',
    does: 'update friend_request set withdrawn = new.since where id = new.request_id;',
    ...{ at: 'answered', onlookers: [asker] },
  },
  {
    name: 'leak_list',
    what: 'a list that leaves out what is held',
    does: `update friend_request set sent = sent - interval '60 days' where id = new.request_id;`,
    ...{ at: 'answered', onlookers: [asker] },
  },
  {
    name: 'leak_profile',
    what: 'a profile that changes when something is held',
    does: `update person set name = name || '.' where id = new.person_id;`,
    ...{ at: 'answered', onlookers: [asker] },
  },
  {
    name: 'leak_stream',
    what: 'a line on a stream',
    does: `perform pg_notify('pocketfriends', json_build_object('from', 'leak', 'wakes', json_build_array(
      json_build_object('kind', 'conversation', 'id', ${askerId}::text, 'about', json_build_array('held'))))::text);`,
    ...{ at: 'heard', onlookers: [] },
  },
  {
    name: 'leak_push',
    what: 'a push that is sent',
    does: `with told as (insert into notification (person_id, kind, from_id, created)
        values (${askerId}, 'follow', new.person_id, new.since) returning id, person_id)
      insert into pgboss.job (name, data) select 'push', jsonb_build_object('notificationId', told.id::text,
        'subscriptionId', s.id::text) from told join push_subscription s on s.person_id = told.person_id;`,
    ...{ at: 'letters', onlookers: [] },
  },
  {
    name: 'leak_log',
    what: 'a log of the place that counts what is held',
    does: `insert into audit (at, act) values (new.since, 'request-held');`,
    ...{ at: 'answered', onlookers: [operator] },
  },
];

/** Plants a leak into a world; the returned function mends it. */
export async function plant({ world }: Twin, { does }: Leak): Promise<() => Promise<unknown>> {
  const { pool } = world.services;
  await pool.query(`
    create or replace function tell() returns trigger language plpgsql as $$ begin
      if new.place = 'held' then ${does} end if; return new; end $$;
    create or replace trigger tell after insert or update on friend_request_arrival
      for each row execute function tell()`);
  return () => pool.query('drop trigger tell on friend_request_arrival');
}
