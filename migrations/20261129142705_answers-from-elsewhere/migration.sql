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
ALTER TABLE "club" ADD COLUMN "live_person_id" bigint;--> statement-breakpoint
ALTER TABLE "club" ADD CONSTRAINT "club_live_person_id_key" UNIQUE("live_person_id");--> statement-breakpoint
CREATE INDEX "transcript_stop_person" ON "transcript_stop" ("person_id");--> statement-breakpoint
CREATE INDEX "waiting_answer_month" ON "waiting_answer" ("month_id","since");--> statement-breakpoint
ALTER TABLE "transcript_stop" ADD CONSTRAINT "transcript_stop_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "transcript_stop" ADD CONSTRAINT "transcript_stop_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "waiting_answer" ADD CONSTRAINT "waiting_answer_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "waiting_answer" ADD CONSTRAINT "waiting_answer_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "waiting_answer" ADD CONSTRAINT "waiting_answer_decided_by_person_id_fkey" FOREIGN KEY ("decided_by") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "club" ADD CONSTRAINT "club_live_person_id_person_id_fkey" FOREIGN KEY ("live_person_id") REFERENCES "person"("id") ON DELETE SET NULL;