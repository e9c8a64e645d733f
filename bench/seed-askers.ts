import { createHash } from 'node:crypto';
import type { Client } from 'pg';

/** Somebody with a session who asks, and the handle of whom they ask. */
interface Asking {
  cookie: string;
  asked: string;
  keeps: boolean;
}

/** Two who ask: one somebody who keeps nothing for themselves, one somebody who does. */
export interface Pair {
  open: Asking;
  keeping: Asking;
}

const tokenOf = (side: string, n: number) =>
  createHash('sha256').update(`${side} ${n}`).digest('base64url');
const sides = ['open', 'keep'] as const;
/** In a tray: more than a page of it lists. */
const strangers = 210;

/** Fills a place with so many pairs. Those who keep something keep one of six things, by turns. */
export async function seedAskers(database: Client, count: number): Promise<Pair[]> {
  for (const side of sides) {
    const hashes = Array.from({ length: count }, (_, n) =>
      createHash('sha256').update(tokenOf(side, n)).digest('hex'),
    );
    for (const statement of peopleOf(side)) await database.query(statement, [hashes]);
  }
  for (const statement of [...kept, ...trays]) await database.query(statement);
  await database.query('vacuum analyze');
  const asking = (side: (typeof sides)[number], n: number): Asking => ({
    cookie: `session=${tokenOf(side, n)}`,
    asked: `${side}_${n}`,
    keeps: side === 'keep',
  });
  return Array.from({ length: count }, (_, n) => ({
    open: asking('open', n),
    keeping: asking('keep', n),
  }));
}

/** An asker with a session for each hash, and whom they ask; all of them are patients. */
function peopleOf(side: string): string[] {
  const turns = 'unnest($1::text[]) with ordinality as t (hash, n)';
  const asker = `'${side}_asker_' || n - 1`;
  return [
    `insert into login (id, email, created) select ${asker}, ${asker} || '@example.org', now() from ${turns}`,
    `insert into login (id, email, created) select '${side}_' || n - 1, '${side}_' || n - 1 || '@example.org', now() from ${turns}`,
    `insert into session (id, login_id, token_hash, device, created, seen, proved, ends)
      select ${asker}, ${asker}, hash, 'Firefox on Linux', now(), now(), now(), now() + interval '1 day' from ${turns}`,
    `insert into person (login_id, handle, name) select ${asker}, ${asker}, 'Asker of Meadow Clinic' from ${turns}`,
    `insert into person (login_id, handle, name) select '${side}_' || n - 1, '${side}_' || n - 1, 'Asked' from ${turns}`,
    `insert into person_role (person_id, role) select p.id, 'patient' from person p
      where p.handle like '${side}\\_asker\\_%' and cardinality($1::text[]) > 0`,
  ];
}

const keeping = (turn: number) =>
  `from person p where p.handle like 'keep\\_%' and p.handle not like 'keep\\_asker%'
    and substr(p.handle, 6)::int % 6 = ${turn}`;

const kept = [
  `insert into request_hold (person_id, kind, words) select p.id, 'role', 'patient' ${keeping(0)}`,
  `insert into request_hold (person_id, kind, words) select p.id, 'place', 'Meadow Clinic ' || n from (
    select p.id ${keeping(1)}) p, generate_series(1, 19) n
    union all select p.id, 'place', 'meadow clinic' ${keeping(1)}`,
  `insert into request_hold (person_id, kind, words) select p.id, 'noSharedClub', '' ${keeping(2)}`,
  `insert into young_person (person_id, since) select p.id, now() ${keeping(3)}`,
  `insert into mute (person_id, muted_id, since) select p.id, a.id, now() from (select p.id, p.handle ${keeping(4)}) p
    join person a on a.handle = 'keep_asker_' || substr(p.handle, 6)`,
];

/** Full trays: strangers who asked before. */
const trays = [
  `insert into person (handle, name) select 'stranger_' || n, 'Stranger' from generate_series(1, ${strangers}) n`,
  `insert into friend_request (asker_id, asked_id, asked_handle, note, sent)
    select s.id, p.id, p.handle, 'Before.', now() - interval '1 day'
    from (select p.id, p.handle ${keeping(5)}) p, person s where s.handle like 'stranger%'`,
  `insert into friend_request_arrival (request_id, person_id, place, since)
    select id, asked_id, 'held', sent from friend_request`,
];
