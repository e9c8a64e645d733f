ALTER TABLE "peer" ADD COLUMN "software" text;--> statement-breakpoint
ALTER TABLE "peer" ADD COLUMN "software_asked" timestamp with time zone;