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
CREATE INDEX "told_link_source" ON "told_link" ("source");--> statement-breakpoint
ALTER TABLE "told_link" ADD CONSTRAINT "told_link_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;