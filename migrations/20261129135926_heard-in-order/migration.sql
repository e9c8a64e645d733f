ALTER TABLE "heard_activity" ADD COLUMN "host" text NOT NULL;--> statement-breakpoint
ALTER TABLE "heard_activity" ADD COLUMN "place" bigint DEFAULT timed_id() NOT NULL;--> statement-breakpoint
ALTER TABLE "heard_activity" ADD COLUMN "due" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "heard_activity" ADD COLUMN "tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "heard_activity" ADD COLUMN "body" jsonb;--> statement-breakpoint
CREATE INDEX "heard_activity_due" ON "heard_activity" ("host","place") WHERE due is not null;