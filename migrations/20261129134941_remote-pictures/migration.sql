ALTER TABLE "remote_person" ADD COLUMN "avatar_url" text;--> statement-breakpoint
ALTER TABLE "remote_person" ADD COLUMN "header_url" text;