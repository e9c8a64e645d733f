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
	"heard" timestamp with time zone NOT NULL
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
	"succeeded" timestamp with time zone,
	"failed" timestamp with time zone,
	"resumes" timestamp with time zone,
	"busy_until" timestamp with time zone,
	"stopped" timestamp with time zone,
	"signs_by" text
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
	"fetched" timestamp with time zone NOT NULL,
	"gone" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "remote_post" (
	"post_id" bigint PRIMARY KEY,
	"uri" text NOT NULL UNIQUE,
	"page" text,
	"fetched" timestamp with time zone NOT NULL
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
ALTER TABLE "club" ADD COLUMN "person_id" bigint;--> statement-breakpoint
ALTER TABLE "follow" ADD COLUMN "away" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "host" text;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "kind" text DEFAULT 'person' NOT NULL;--> statement-breakpoint
ALTER TABLE "club" ADD CONSTRAINT "club_person_id_key" UNIQUE("person_id");--> statement-breakpoint
CREATE INDEX "delivery_host" ON "delivery" ("host","id");--> statement-breakpoint
CREATE INDEX "heard_activity_about" ON "heard_activity" ("actor_uri","type","object");--> statement-breakpoint
CREATE INDEX "heard_activity_heard" ON "heard_activity" ("heard");--> statement-breakpoint
CREATE INDEX "outgoing_sender" ON "outgoing" ("sender_uri");--> statement-breakpoint
CREATE INDEX "peer_resumes" ON "peer" ("resumes") WHERE resumes is not null;--> statement-breakpoint
CREATE INDEX "remote_key_owner" ON "remote_key" ("owner_uri");--> statement-breakpoint
CREATE INDEX "remote_person_host" ON "remote_person" ("host");--> statement-breakpoint
CREATE INDEX "told_post" ON "told" ("post_id");--> statement-breakpoint
CREATE INDEX "person_host" ON "person" ("host") WHERE host is not null;--> statement-breakpoint
ALTER TABLE "club" ADD CONSTRAINT "club_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_outgoing_id_outgoing_id_fkey" FOREIGN KEY ("outgoing_id") REFERENCES "outgoing"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "own_key" ADD CONSTRAINT "own_key_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "peer_rule" ADD CONSTRAINT "peer_rule_by_person_id_fkey" FOREIGN KEY ("by") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "remote_person" ADD CONSTRAINT "remote_person_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "remote_post" ADD CONSTRAINT "remote_post_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "told" ADD CONSTRAINT "told_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;