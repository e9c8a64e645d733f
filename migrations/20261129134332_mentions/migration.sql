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
CREATE INDEX "web_mention_checked" ON "web_mention" ("checked");--> statement-breakpoint
CREATE INDEX "web_mention_decided_by" ON "web_mention" ("decided_by");--> statement-breakpoint
ALTER TABLE "web_mention" ADD CONSTRAINT "web_mention_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "web_mention" ADD CONSTRAINT "web_mention_decided_by_person_id_fkey" FOREIGN KEY ("decided_by") REFERENCES "person"("id") ON DELETE SET NULL;