ALTER TABLE "poll" ADD COLUMN "counts_elsewhere" integer[];--> statement-breakpoint
ALTER TABLE "poll" ADD COLUMN "voters_elsewhere" integer;