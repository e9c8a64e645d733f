CREATE TABLE "friend_list" (
	"person_id" bigint PRIMARY KEY,
	"audience" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "friend_request" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"asker_id" bigint NOT NULL,
	"asked_id" bigint NOT NULL,
	"asked_handle" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"sent" timestamp with time zone NOT NULL,
	"withdrawn" timestamp with time zone,
	"yes" timestamp with time zone,
	CONSTRAINT "friend_request_once" UNIQUE("asker_id","asked_id")
);
--> statement-breakpoint
CREATE TABLE "friend_request_arrival" (
	"request_id" bigint PRIMARY KEY,
	"person_id" bigint NOT NULL,
	"place" text NOT NULL,
	"since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "introduction" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"introducer_id" bigint NOT NULL,
	"one_id" bigint NOT NULL,
	"other_id" bigint NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"made" timestamp with time zone NOT NULL,
	"withdrawn" timestamp with time zone,
	CONSTRAINT "introduction_once" UNIQUE("introducer_id","one_id","other_id")
);
--> statement-breakpoint
CREATE TABLE "introduction_arrival" (
	"introduction_id" bigint,
	"person_id" bigint,
	"place" text NOT NULL,
	"yes" timestamp with time zone,
	CONSTRAINT "introduction_arrival_pkey" PRIMARY KEY("introduction_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "meeting" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"asker_id" bigint NOT NULL,
	"other_id" bigint NOT NULL,
	"date" text NOT NULL,
	"time" text NOT NULL,
	"zone" text NOT NULL,
	"place" text NOT NULL,
	"words" text DEFAULT '' NOT NULL,
	"made" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "meeting_yes" (
	"meeting_id" bigint,
	"person_id" bigint,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "meeting_yes_pkey" PRIMARY KEY("meeting_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "request_hold" (
	"person_id" bigint,
	"kind" text,
	"words" text DEFAULT '',
	CONSTRAINT "request_hold_pkey" PRIMARY KEY("person_id","kind","words")
);
--> statement-breakpoint
CREATE TABLE "shared_contact" (
	"person_id" bigint,
	"friend_id" bigint,
	"text" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "shared_contact_pkey" PRIMARY KEY("person_id","friend_id")
);
--> statement-breakpoint
CREATE TABLE "young_person" (
	"person_id" bigint PRIMARY KEY,
	"since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "friend_request_asked" ON "friend_request" ("asked_id");--> statement-breakpoint
CREATE INDEX "friend_request_sent" ON "friend_request" ("sent");--> statement-breakpoint
CREATE INDEX "friend_request_arrival_person" ON "friend_request_arrival" ("person_id","request_id");--> statement-breakpoint
CREATE INDEX "introduction_one" ON "introduction" ("one_id");--> statement-breakpoint
CREATE INDEX "introduction_other" ON "introduction" ("other_id");--> statement-breakpoint
CREATE INDEX "introduction_made" ON "introduction" ("made");--> statement-breakpoint
CREATE INDEX "introduction_arrival_person" ON "introduction_arrival" ("person_id","introduction_id");--> statement-breakpoint
CREATE INDEX "meeting_asker" ON "meeting" ("asker_id");--> statement-breakpoint
CREATE INDEX "meeting_other" ON "meeting" ("other_id");--> statement-breakpoint
CREATE INDEX "meeting_date" ON "meeting" ("date");--> statement-breakpoint
CREATE INDEX "meeting_yes_person" ON "meeting_yes" ("person_id");--> statement-breakpoint
CREATE INDEX "shared_contact_friend" ON "shared_contact" ("friend_id");--> statement-breakpoint
ALTER TABLE "friend_list" ADD CONSTRAINT "friend_list_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "friend_request" ADD CONSTRAINT "friend_request_asker_id_person_id_fkey" FOREIGN KEY ("asker_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "friend_request" ADD CONSTRAINT "friend_request_asked_id_person_id_fkey" FOREIGN KEY ("asked_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "friend_request_arrival" ADD CONSTRAINT "friend_request_arrival_request_id_friend_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "friend_request"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "friend_request_arrival" ADD CONSTRAINT "friend_request_arrival_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "introduction" ADD CONSTRAINT "introduction_introducer_id_person_id_fkey" FOREIGN KEY ("introducer_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "introduction" ADD CONSTRAINT "introduction_one_id_person_id_fkey" FOREIGN KEY ("one_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "introduction" ADD CONSTRAINT "introduction_other_id_person_id_fkey" FOREIGN KEY ("other_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "introduction_arrival" ADD CONSTRAINT "introduction_arrival_introduction_id_introduction_id_fkey" FOREIGN KEY ("introduction_id") REFERENCES "introduction"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "introduction_arrival" ADD CONSTRAINT "introduction_arrival_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_asker_id_person_id_fkey" FOREIGN KEY ("asker_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_other_id_person_id_fkey" FOREIGN KEY ("other_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_of_friends" FOREIGN KEY ("asker_id","other_id") REFERENCES "friendship"("person_id","friend_id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "meeting_yes" ADD CONSTRAINT "meeting_yes_meeting_id_meeting_id_fkey" FOREIGN KEY ("meeting_id") REFERENCES "meeting"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "meeting_yes" ADD CONSTRAINT "meeting_yes_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "request_hold" ADD CONSTRAINT "request_hold_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "shared_contact" ADD CONSTRAINT "shared_contact_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "shared_contact" ADD CONSTRAINT "shared_contact_friend_id_person_id_fkey" FOREIGN KEY ("friend_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "shared_contact" ADD CONSTRAINT "shared_contact_of_friends" FOREIGN KEY ("person_id","friend_id") REFERENCES "friendship"("person_id","friend_id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "young_person" ADD CONSTRAINT "young_person_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
-- The account in which the verb that asks to be friends looks at the asked: it can read no holds, no trays, no
-- ages and no contact details, whatever the statement says. Accounts belong to the whole server, so it is named
-- after the one that Pocket Friends itself uses; whoever shares that one shares everything already.
CREATE FUNCTION asking_account() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT left(session_user, 56) || '_asking'
$$;
--> statement-breakpoint
-- Makes the account where that may be done, and says what it may do. Answers whether it can be used. It is called
-- at every start: an operator may have made the account since.
CREATE FUNCTION lay_asking_account() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE asking text := asking_account();
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = asking) THEN
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', asking);
    EXCEPTION
      WHEN insufficient_privilege THEN RETURN false;
      WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END IF;
  IF NOT pg_has_role(session_user, asking, 'MEMBER') THEN
    BEGIN
      EXECUTE format('GRANT %I TO %I', asking, session_user);
    EXCEPTION
      WHEN insufficient_privilege OR invalid_grant_operation THEN RETURN false;
      WHEN unique_violation THEN NULL;
    END;
  END IF;
  -- From version 16 on whoever makes an account belongs to it without being able to act as it.
  IF current_setting('server_version_num')::int >= 160000 AND NOT pg_has_role(session_user, asking, 'SET') THEN
    BEGIN
      EXECUTE format('GRANT %I TO %I WITH SET TRUE', asking, session_user);
    EXCEPTION WHEN insufficient_privilege OR invalid_grant_operation THEN RETURN false;
    END;
  END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', asking);
  EXECUTE format('GRANT USAGE ON SEQUENCE timed_id_tick TO %I', asking);
  EXECUTE format('GRANT SELECT (id, handle, name, locked) ON person TO %I', asking);
  EXECUTE format('GRANT SELECT (person_id, blocked_id) ON block TO %I', asking);
  EXECUTE format('GRANT SELECT (person_id, friend_id) ON friendship TO %I', asking);
  EXECUTE format('GRANT SELECT (id, asker_id, asked_id, sent, withdrawn, yes), INSERT, DELETE ON friend_request TO %I', asking);
  RETURN true;
END
$$;
--> statement-breakpoint
SELECT lay_asking_account();
