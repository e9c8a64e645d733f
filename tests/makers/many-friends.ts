import type { World } from '../world.ts';
import type { Viewer } from '#platform/ctx.server.ts';

/** The crowd that `fillPlace` made, by its numbers. */
const crowd = [
  `create table crowd as select id, substr(handle, 8)::int as n from person where handle like 'writer%'`,
  'create unique index on crowd (n)',
  'analyze crowd',
];

/**
 * Gives a crowd friends, requests, trays, holds and meetings, and this person some hundreds of each. Numbers are
 * spread evenly, so that each run is the same.
 */
export async function fillFriends({ services }: World, { personId }: Viewer): Promise<void> {
  const friends = [...friendsOf(personId), ...requestsOf(personId), ...betweenFriends(personId)];
  const all = [...crowd, ...friends, ...introductionsOf(personId), 'drop table crowd', versions];
  for (const statement of [...all, 'vacuum analyze']) await services.pool.query(statement);
}

const bothWays = (one: string, other: string) =>
  `lateral (values (${one}, ${other}), (${other}, ${one})) as pair (person_id, friend_id)`;

function friendsOf(me: string): string[] {
  return [
    `insert into friendship (person_id, friend_id, since) select pair.*, now() - c.n * interval '1 hour'
      from crowd c, ${bothWays('c.id', me)} where c.n % 7 = 0`,
    `insert into friendship (person_id, friend_id, since) select pair.*, now() from crowd c
      cross join generate_series(1, 8) k join crowd d on d.n = c.n + k, ${bothWays('c.id', 'd.id')} on conflict do nothing`,
    `insert into friend_list (person_id, audience) select id, 'friends' from crowd c where n % 3 = 0`,
    `insert into young_person (person_id, since) select id, now() from crowd c where n % 50 = 0`,
    `insert into request_hold (person_id, kind, words) select c.id, 'place', 'Place ' || h
      from crowd c, generate_series(1, 5) h`,
    `insert into request_hold (person_id, kind, words) select ${me}, 'place', 'Place ' || h
      from generate_series(1, 20) h`,
  ];
}

function requestsOf(me: string): string[] {
  const requests = `insert into friend_request (asker_id, asked_id, asked_handle, note, sent)`;
  const ago = (n: string) => `timestamptz '2026-11-22 11:00Z' - (${n}) % 60 * interval '1 day'`;
  return [
    `${requests} select c.id, ${me}, 'reader', 'Hello.', ${ago('c.n')} from crowd c where c.n % 9 = 1`,
    `${requests} select ${me}, c.id, 'writer_' || c.n, 'Hello.', ${ago('c.n')} from crowd c where c.n % 19 = 2`,
    `${requests} select c.id, d.id, 'writer_' || d.n, 'Hello.', ${ago('c.n + d.n')} from crowd c
      cross join unnest(array[100, 333, 777]) k join crowd d on d.n = (c.n + k) % 2000`,
    `insert into friend_request_arrival (request_id, person_id, place, since)
      select id, asked_id, case when id % 2 = 0 then 'held' else 'delivered' end, sent from friend_request`,
  ];
}

function betweenFriends(me: string): string[] {
  return [
    `insert into shared_contact (person_id, friend_id, text, since)
      select person_id, friend_id, 'At the gate.', since from friendship where (person_id + friend_id) % 2 = 0`,
    `insert into meeting (asker_id, other_id, date, time, zone, place, made)
      select f.person_id, f.friend_id, (date '2026-10-01' + (f.friend_id % 400)::int)::text, '18:30', 'UTC', 'The gate', now()
      from friendship f where f.person_id = ${me} or f.friend_id % 5 = 0`,
    `insert into meeting_yes (meeting_id, person_id, since) select id, asker_id, made from meeting`,
  ];
}

function introductionsOf(me: string): string[] {
  const introductions = 'insert into introduction (introducer_id, one_id, other_id, note, made)';
  return [
    `${introductions} select ${me}, c.id, d.id, 'Hello.', timestamptz '2026-11-20Z' from crowd c
      join crowd d on d.n = c.n + 7 where c.n % 49 = 0`,
    `${introductions} select c.id, ${me}, d.id, 'Hello.', timestamptz '2026-11-20Z' from crowd c
      join crowd d on d.n = c.n + 1 where c.n % 14 = 0`,
    `${introductions} select c.id, d.id, e.id, 'Hello.', timestamptz '2026-11-20Z' from crowd c
      join crowd d on d.n = c.n + 1 join crowd e on e.n = c.n + 2`,
    `insert into introduction_arrival (introduction_id, person_id, place)
      select i.id, who, case when i.id % 2 = 0 then 'held' else 'delivered' end
      from introduction i, unnest(array[i.one_id, i.other_id]) who`,
  ];
}

/** Of each pack that is there, fifteen versions, and the same of five more packs. */
const versions = `insert into rule_pack_version
    (pack_key, number, name, scope, text, switched_off, pack, made_for, published, published_by)
  select v.pack_key || suffix, v.number + n, v.name || suffix, v.scope, v.text, v.switched_off,
    jsonb_set(v.pack, '{id}', to_jsonb(v.pack_key || suffix)), v.made_for, v.published, v.published_by
  from rule_pack_version v, generate_series(0, 14) n, (select case k when 0 then '' else '-' || k end as suffix
    from generate_series(0, 5) k) s on conflict do nothing`;
