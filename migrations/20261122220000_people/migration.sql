CREATE TABLE "oauth_app" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"client_id" text NOT NULL UNIQUE,
	"secret_hash" text,
	"name" text NOT NULL,
	"website" text,
	"redirect_uris" text[] NOT NULL,
	"scopes" text[] NOT NULL,
	"since" timestamp with time zone NOT NULL
);--> statement-breakpoint
CREATE TABLE "oauth_code" (
	"code_hash" text PRIMARY KEY,
	"app_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"redirect_uri" text NOT NULL,
	"scopes" text[] NOT NULL,
	"challenge" text,
	"used" timestamp with time zone,
	"ends" timestamp with time zone NOT NULL
);--> statement-breakpoint
CREATE TABLE "oauth_token" (
	"token_hash" text PRIMARY KEY,
	"app_id" bigint NOT NULL,
	"person_id" bigint,
	"scopes" text[] NOT NULL,
	"code_hash" text,
	"since" timestamp with time zone NOT NULL,
	"seen" timestamp with time zone
);--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"at" timestamp with time zone NOT NULL,
	"actor_id" bigint,
	"act" text NOT NULL,
	"subject" text,
	"detail" jsonb DEFAULT '{}' NOT NULL
);--> statement-breakpoint
CREATE TABLE "house_setting" (
	"key" text PRIMARY KEY,
	"value" jsonb NOT NULL,
	"changed" timestamp with time zone NOT NULL,
	"changed_by" bigint
);--> statement-breakpoint
CREATE TABLE "archive" (
	"person_id" bigint PRIMARY KEY,
	"asked" timestamp with time zone NOT NULL,
	"made" timestamp with time zone,
	"file" text,
	"bytes" bigint,
	"token_hash" text,
	"ends" timestamp with time zone,
	"fetched" timestamp with time zone
);--> statement-breakpoint
CREATE TABLE "erasure" (
	"person_id" bigint PRIMARY KEY,
	"erased" timestamp with time zone NOT NULL
);--> statement-breakpoint
CREATE TABLE "leaving" (
	"person_id" bigint PRIMARY KEY,
	"asked" timestamp with time zone NOT NULL,
	"ends" timestamp with time zone NOT NULL
);--> statement-breakpoint
CREATE TABLE "admission" (
	"login_id" text PRIMARY KEY,
	"words" text NOT NULL,
	"asked" timestamp with time zone NOT NULL,
	"admitted" timestamp with time zone,
	"invitation_id" bigint
);--> statement-breakpoint
CREATE TABLE "consent" (
	"person_id" bigint,
	"kind" text,
	"text_version" text NOT NULL,
	"given" timestamp with time zone,
	"withdrawn" timestamp with time zone,
	CONSTRAINT "consent_pkey" PRIMARY KEY("person_id","kind","given")
);--> statement-breakpoint
CREATE TABLE "invitation" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"token_hash" text NOT NULL UNIQUE,
	"kind" text NOT NULL,
	"made_by" bigint NOT NULL,
	"email" text,
	"grants" text,
	"next" text DEFAULT '/' NOT NULL,
	"uses" integer DEFAULT 0 NOT NULL,
	"uses_at_most" integer NOT NULL,
	"created" timestamp with time zone NOT NULL,
	"ends" timestamp with time zone NOT NULL,
	"withdrawn" timestamp with time zone
);--> statement-breakpoint
CREATE TABLE "credential" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"person_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"statement" text NOT NULL,
	"checked_by" text NOT NULL,
	"checker_id" bigint,
	"checked" timestamp with time zone NOT NULL,
	"tried" timestamp with time zone,
	"ends" timestamp with time zone NOT NULL,
	"warned" timestamp with time zone,
	"withdrawn" timestamp with time zone,
	"reason" text
);--> statement-breakpoint
CREATE TABLE "credential_request" (
	"person_id" bigint PRIMARY KEY,
	"register" text NOT NULL,
	"entry" text NOT NULL,
	"registered_name" text NOT NULL,
	"asked" timestamp with time zone NOT NULL
);--> statement-breakpoint
CREATE TABLE "person_link" (
	"person_id" bigint,
	"place" integer,
	"label" text NOT NULL,
	"address" text NOT NULL,
	"verified" timestamp with time zone,
	"checked" timestamp with time zone,
	CONSTRAINT "person_link_pkey" PRIMARY KEY("person_id","place")
);--> statement-breakpoint
CREATE TABLE "professional" (
	"person_id" bigint PRIMARY KEY,
	"profession" text NOT NULL,
	"jurisdiction" text NOT NULL,
	"since" timestamp with time zone NOT NULL
);--> statement-breakpoint
CREATE TABLE "password" (
	"login_id" text PRIMARY KEY,
	"hash" text NOT NULL,
	"changed" timestamp with time zone NOT NULL
);--> statement-breakpoint
CREATE TABLE "past_handle" (
	"handle_hash" text PRIMARY KEY,
	"person_id" bigint NOT NULL,
	"since" timestamp with time zone NOT NULL
);--> statement-breakpoint
CREATE TABLE "proof" (
	"token_hash" text PRIMARY KEY,
	"kind" text NOT NULL,
	"about" text NOT NULL,
	"value" jsonb NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"created" timestamp with time zone NOT NULL,
	"ends" timestamp with time zone NOT NULL
);--> statement-breakpoint
CREATE TABLE "known_device" (
	"login_id" text,
	"device_hash" text,
	"seen" timestamp with time zone NOT NULL,
	CONSTRAINT "known_device_pkey" PRIMARY KEY("login_id","device_hash")
);--> statement-breakpoint
CREATE TABLE "mastodon_client" (
	"host" text PRIMARY KEY,
	"client_id" text NOT NULL,
	"sealed_secret" text NOT NULL,
	"since" timestamp with time zone NOT NULL
);--> statement-breakpoint
CREATE TABLE "outside_account" (
	"issuer" text,
	"subject" text,
	"login_id" text NOT NULL,
	"provider" text NOT NULL,
	"label" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"used" timestamp with time zone,
	CONSTRAINT "outside_account_pkey" PRIMARY KEY("issuer","subject")
);--> statement-breakpoint
CREATE TABLE "passkey" (
	"id" text PRIMARY KEY,
	"login_id" text NOT NULL,
	"public_key" bytea NOT NULL,
	"counter" bigint NOT NULL,
	"transports" text[] DEFAULT '{}'::text[] NOT NULL,
	"backed_up" boolean NOT NULL,
	"name" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"used" timestamp with time zone
);--> statement-breakpoint
CREATE TABLE "recovery_code" (
	"login_id" text,
	"code_hash" text,
	"used" timestamp with time zone,
	CONSTRAINT "recovery_code_pkey" PRIMARY KEY("login_id","code_hash")
);--> statement-breakpoint
CREATE TABLE "second_factor" (
	"login_id" text PRIMARY KEY,
	"sealed_secret" text NOT NULL,
	"since" timestamp with time zone,
	"last_step" bigint DEFAULT 0 NOT NULL
);--> statement-breakpoint
CREATE TABLE "sign_in_provider" (
	"id" text PRIMARY KEY,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"settings" jsonb NOT NULL,
	"sealed_secret" text,
	"trusts_addresses" boolean DEFAULT false NOT NULL,
	"opened" timestamp with time zone NOT NULL
);--> statement-breakpoint
CREATE INDEX "oauth_code_person" ON "oauth_code" ("person_id","app_id");--> statement-breakpoint
CREATE INDEX "oauth_token_person" ON "oauth_token" ("person_id","app_id");--> statement-breakpoint
CREATE INDEX "audit_act" ON "audit" ("act","id");--> statement-breakpoint
CREATE INDEX "invitation_made_by" ON "invitation" ("made_by","id");--> statement-breakpoint
CREATE INDEX "credential_person" ON "credential" ("person_id","id");--> statement-breakpoint
CREATE INDEX "credential_ends" ON "credential" ("ends");--> statement-breakpoint
CREATE INDEX "proof_about" ON "proof" ("kind","about");--> statement-breakpoint
CREATE INDEX "outside_account_login" ON "outside_account" ("login_id");--> statement-breakpoint
CREATE INDEX "passkey_login" ON "passkey" ("login_id");--> statement-breakpoint
ALTER TABLE "oauth_code" ADD CONSTRAINT "oauth_code_app_id_oauth_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "oauth_app"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "oauth_code" ADD CONSTRAINT "oauth_code_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "oauth_token" ADD CONSTRAINT "oauth_token_app_id_oauth_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "oauth_app"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "oauth_token" ADD CONSTRAINT "oauth_token_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "archive" ADD CONSTRAINT "archive_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "leaving" ADD CONSTRAINT "leaving_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "admission" ADD CONSTRAINT "admission_login_id_login_id_fkey" FOREIGN KEY ("login_id") REFERENCES "login"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "consent" ADD CONSTRAINT "consent_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "credential" ADD CONSTRAINT "credential_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "credential_request" ADD CONSTRAINT "credential_request_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "person_link" ADD CONSTRAINT "person_link_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "professional" ADD CONSTRAINT "professional_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "password" ADD CONSTRAINT "password_login_id_login_id_fkey" FOREIGN KEY ("login_id") REFERENCES "login"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "known_device" ADD CONSTRAINT "known_device_login_id_login_id_fkey" FOREIGN KEY ("login_id") REFERENCES "login"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "outside_account" ADD CONSTRAINT "outside_account_login_id_login_id_fkey" FOREIGN KEY ("login_id") REFERENCES "login"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_login_id_login_id_fkey" FOREIGN KEY ("login_id") REFERENCES "login"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_login_id_login_id_fkey" FOREIGN KEY ("login_id") REFERENCES "login"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "second_factor" ADD CONSTRAINT "second_factor_login_id_login_id_fkey" FOREIGN KEY ("login_id") REFERENCES "login"("id") ON DELETE CASCADE;--> statement-breakpoint
INSERT INTO "password" ("login_id", "hash", "changed") SELECT "login_id", "password", "updated_at" FROM "sign_in_method" WHERE "provider_id" = 'credential' AND "password" IS NOT NULL;--> statement-breakpoint
INSERT INTO "proof" ("token_hash", "kind", "about", "value", "created", "ends") SELECT "id", 'sign-up', substr("identifier", 9), "value"::jsonb, "created_at", "expires_at" FROM "verification" WHERE "identifier" LIKE 'sign-up:%';--> statement-breakpoint
DROP TABLE "sign_in_method";--> statement-breakpoint
DROP TABLE "verification";--> statement-breakpoint
ALTER TABLE "login" DROP COLUMN "name", DROP COLUMN "email_verified", DROP COLUMN "image", DROP COLUMN "updated_at", ADD COLUMN "keys_changed" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "login" RENAME COLUMN "created_at" TO "created";--> statement-breakpoint
ALTER TABLE "session" DROP COLUMN "ip_address", DROP COLUMN "user_agent";--> statement-breakpoint
ALTER TABLE "session" RENAME COLUMN "created_at" TO "created";--> statement-breakpoint
ALTER TABLE "session" RENAME COLUMN "updated_at" TO "seen";--> statement-breakpoint
ALTER TABLE "session" RENAME COLUMN "expires_at" TO "ends";--> statement-breakpoint
ALTER TABLE "session" RENAME COLUMN "token" TO "token_hash";--> statement-breakpoint
ALTER TABLE "session" RENAME CONSTRAINT "session_token_key" TO "session_token_hash_key";--> statement-breakpoint
ALTER TABLE "session" ALTER COLUMN "created" DROP DEFAULT, ALTER COLUMN "seen" DROP DEFAULT, ADD COLUMN "device" text DEFAULT '' NOT NULL, ADD COLUMN "method" text DEFAULT 'password' NOT NULL, ADD COLUMN "proved" timestamp with time zone;--> statement-breakpoint
UPDATE "session" SET "token_hash" = encode(sha256("token_hash"::bytea), 'hex'), "proved" = "created";--> statement-breakpoint
ALTER TABLE "session" ALTER COLUMN "proved" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "pronouns" text DEFAULT '' NOT NULL, ADD COLUMN "languages" text[] DEFAULT '{}'::text[] NOT NULL, ADD COLUMN "avatar" text, ADD COLUMN "header" text, ADD COLUMN "discoverable" boolean DEFAULT false NOT NULL, ADD COLUMN "indexable" boolean DEFAULT false NOT NULL, ADD COLUMN "shows_follows" boolean DEFAULT false NOT NULL, ADD COLUMN "also_known_as" text[] DEFAULT '{}'::text[] NOT NULL, ADD COLUMN "moved_to" text;--> statement-breakpoint
ALTER TABLE "person_role" ADD COLUMN "audience" text DEFAULT 'everyone' NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "person_avatar" ON "person" ("avatar");--> statement-breakpoint
CREATE UNIQUE INDEX "person_header" ON "person" ("header");--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "skeleton" text GENERATED ALWAYS AS (translate(replace(replace(replace(handle, '_', ''), 'rn', 'm'), 'vv', 'w'), '01i3457', 'olleast')) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "person_skeleton" ON "person" ("skeleton");
