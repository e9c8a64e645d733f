-- Ids in Mastodon's layout: milliseconds since 1970 << 16, and a tick that keeps two of one millisecond apart.
CREATE SEQUENCE timed_id_tick AS bigint CYCLE;
--> statement-breakpoint
CREATE FUNCTION timed_id() RETURNS bigint LANGUAGE sql VOLATILE PARALLEL UNSAFE AS $$
  SELECT (floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint << 16) | (nextval('timed_id_tick') & 65535)
$$;
