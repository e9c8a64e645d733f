CREATE TABLE "rule_pack_version" (
	"pack_key" text,
	"number" integer,
	"name" text NOT NULL,
	"scope" jsonb NOT NULL,
	"text" text,
	"switched_off" jsonb DEFAULT '[]' NOT NULL,
	"pack" jsonb,
	"made_for" text NOT NULL,
	"published" timestamp with time zone NOT NULL,
	"published_by" bigint,
	CONSTRAINT "rule_pack_version_pkey" PRIMARY KEY("pack_key","number")
);
--> statement-breakpoint
CREATE INDEX "rule_pack_version_publisher" ON "rule_pack_version" ("published_by");