CREATE TABLE "transcript_stop" (
	"month_id" bigint,
	"person_id" bigint,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "transcript_stop_pkey" PRIMARY KEY("month_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "waiting_answer" (
	"post_id" bigint PRIMARY KEY,
	"month_id" bigint NOT NULL,
	"question_id" bigint,
	"parent_id" bigint,
	"why" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"taken" timestamp with time zone,
	"declined" timestamp with time zone,
	"decided_by" bigint
);
--> statement-breakpoint
CREATE TABLE "delivery" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"outgoing_id" bigint NOT NULL,
	"host" text NOT NULL,
	"inbox" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "delivery_once" UNIQUE("outgoing_id","inbox")
);
--> statement-breakpoint
CREATE TABLE "heard_activity" (
	"uri" text PRIMARY KEY,
	"actor_uri" text NOT NULL,
	"type" text NOT NULL,
	"object" text,
	"host" text NOT NULL,
	"place" bigint DEFAULT timed_id() NOT NULL,
	"heard" timestamp with time zone NOT NULL,
	"due" timestamp with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"body" jsonb
);
--> statement-breakpoint
CREATE TABLE "outgoing" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"sender_uri" text NOT NULL,
	"sealed_key" text NOT NULL,
	"body" jsonb NOT NULL,
	"created" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "own_key" (
	"person_id" bigint,
	"kind" text,
	"public_key" text NOT NULL,
	"sealed" text NOT NULL,
	"created" timestamp with time zone NOT NULL,
	CONSTRAINT "own_key_pkey" PRIMARY KEY("person_id","kind")
);
--> statement-breakpoint
CREATE TABLE "peer" (
	"host" text PRIMARY KEY,
	"since" timestamp with time zone NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_fault" text,
	"dropped" integer DEFAULT 0 NOT NULL,
	"succeeded" timestamp with time zone,
	"failed" timestamp with time zone,
	"resumes" timestamp with time zone,
	"busy_until" timestamp with time zone,
	"stopped" timestamp with time zone,
	"signs_by" text,
	"software" text,
	"software_asked" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "peer_rule" (
	"host" text PRIMARY KEY,
	"rule" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"by" bigint,
	"since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "remote_key" (
	"uri" text PRIMARY KEY,
	"owner_uri" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"fetched" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "remote_person" (
	"person_id" bigint PRIMARY KEY,
	"uri" text NOT NULL UNIQUE,
	"host" text NOT NULL,
	"inbox" text NOT NULL,
	"shared_inbox" text,
	"followers_uri" text,
	"page" text NOT NULL,
	"avatar_url" text,
	"header_url" text,
	"fetched" timestamp with time zone NOT NULL,
	"gone" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "remote_post" (
	"post_id" bigint PRIMARY KEY,
	"uri" text NOT NULL UNIQUE,
	"page" text,
	"fetched" timestamp with time zone NOT NULL,
	"quote_authorization" text
);
--> statement-breakpoint
CREATE TABLE "told" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"person_id" bigint NOT NULL,
	"post_id" bigint,
	"inbox" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "told_once" UNIQUE NULLS NOT DISTINCT("person_id","post_id","inbox")
);
--> statement-breakpoint
CREATE TABLE "told_link" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"month_id" bigint NOT NULL,
	"page" text NOT NULL,
	"source" text NOT NULL,
	"target" text NOT NULL,
	"version" text NOT NULL,
	"way" text,
	"told" timestamp with time zone,
	"gone" timestamp with time zone,
	CONSTRAINT "told_link_place" UNIQUE("month_id","page","source","target")
);
--> statement-breakpoint
CREATE TABLE "web_mention" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"month_id" bigint NOT NULL,
	"page" text NOT NULL,
	"source" text NOT NULL,
	"protocol" text NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"author" text NOT NULL,
	"excerpt" text NOT NULL,
	"written" timestamp with time zone,
	"received" timestamp with time zone NOT NULL,
	"checked" timestamp with time zone NOT NULL,
	"decision" text,
	"decided_by" bigint,
	"decided" timestamp with time zone,
	CONSTRAINT "web_mention_source" UNIQUE("month_id","page","source")
);
--> statement-breakpoint
ALTER TABLE "club" ADD COLUMN "person_id" bigint;--> statement-breakpoint
ALTER TABLE "club" ADD COLUMN "live_person_id" bigint;--> statement-breakpoint
ALTER TABLE "follow" ADD COLUMN "away" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "host" text;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "kind" text DEFAULT 'person' NOT NULL;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "feed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "poll" ADD COLUMN "counts_elsewhere" integer[];--> statement-breakpoint
ALTER TABLE "poll" ADD COLUMN "voters_elsewhere" integer;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "elsewhere" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "club" ADD CONSTRAINT "club_person_id_key" UNIQUE("person_id");--> statement-breakpoint
ALTER TABLE "club" ADD CONSTRAINT "club_live_person_id_key" UNIQUE("live_person_id");--> statement-breakpoint
CREATE INDEX "transcript_stop_person" ON "transcript_stop" ("person_id");--> statement-breakpoint
CREATE INDEX "waiting_answer_month" ON "waiting_answer" ("month_id","since");--> statement-breakpoint
CREATE INDEX "delivery_host" ON "delivery" ("host","id");--> statement-breakpoint
CREATE INDEX "heard_activity_about" ON "heard_activity" ("actor_uri","type","object");--> statement-breakpoint
CREATE INDEX "heard_activity_heard" ON "heard_activity" ("heard");--> statement-breakpoint
CREATE INDEX "heard_activity_due" ON "heard_activity" ("host","place") WHERE due is not null;--> statement-breakpoint
CREATE INDEX "outgoing_sender" ON "outgoing" ("sender_uri");--> statement-breakpoint
CREATE INDEX "peer_resumes" ON "peer" ("resumes") WHERE resumes is not null;--> statement-breakpoint
CREATE INDEX "remote_key_owner" ON "remote_key" ("owner_uri");--> statement-breakpoint
CREATE INDEX "remote_person_host" ON "remote_person" ("host");--> statement-breakpoint
CREATE INDEX "told_post" ON "told" ("post_id");--> statement-breakpoint
CREATE INDEX "told_link_source" ON "told_link" ("source");--> statement-breakpoint
CREATE INDEX "web_mention_checked" ON "web_mention" ("checked");--> statement-breakpoint
CREATE INDEX "web_mention_decided_by" ON "web_mention" ("decided_by");--> statement-breakpoint
CREATE INDEX "person_host" ON "person" ("host") WHERE host is not null;--> statement-breakpoint
CREATE INDEX "person_group" ON "person" (replace(skeleton, '-', '')) WHERE kind = 'group' and host is null;--> statement-breakpoint
CREATE INDEX "post_public_here" ON "post" ("id") WHERE visibility = 'public' and in_reply_to is null and not elsewhere;--> statement-breakpoint
CREATE INDEX "remote_post_quote" ON "remote_post" ("quote_authorization") WHERE quote_authorization is not null;--> statement-breakpoint
ALTER TABLE "transcript_stop" ADD CONSTRAINT "transcript_stop_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "transcript_stop" ADD CONSTRAINT "transcript_stop_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "waiting_answer" ADD CONSTRAINT "waiting_answer_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "waiting_answer" ADD CONSTRAINT "waiting_answer_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "waiting_answer" ADD CONSTRAINT "waiting_answer_decided_by_person_id_fkey" FOREIGN KEY ("decided_by") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "club" ADD CONSTRAINT "club_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "club" ADD CONSTRAINT "club_live_person_id_person_id_fkey" FOREIGN KEY ("live_person_id") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_outgoing_id_outgoing_id_fkey" FOREIGN KEY ("outgoing_id") REFERENCES "outgoing"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "own_key" ADD CONSTRAINT "own_key_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "peer_rule" ADD CONSTRAINT "peer_rule_by_person_id_fkey" FOREIGN KEY ("by") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "remote_person" ADD CONSTRAINT "remote_person_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "remote_post" ADD CONSTRAINT "remote_post_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "told" ADD CONSTRAINT "told_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "told_link" ADD CONSTRAINT "told_link_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "web_mention" ADD CONSTRAINT "web_mention_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "web_mention" ADD CONSTRAINT "web_mention_decided_by_person_id_fkey" FOREIGN KEY ("decided_by") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
-- Lines of chats and comments have keys that say so: what was sent before is still known when it is sent again.
UPDATE "post" SET "idempotency_key" = 'place ' || "idempotency_key" FROM "answer"
	WHERE "answer"."post_id" = "post"."id" AND "idempotency_key" ~ '^[A-Za-z0-9_-]{43}$';--> statement-breakpoint
UPDATE "post" SET "idempotency_key" = regexp_replace("idempotency_key", '^comment-([0-9]+)-', 'place \1 ') FROM "comment"
	WHERE "comment"."post_id" = "post"."id" AND "idempotency_key" ~ '^comment-[0-9]+-';