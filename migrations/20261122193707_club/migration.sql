CREATE TABLE "answer" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"month_id" bigint NOT NULL,
	"question_id" bigint,
	"parent_id" bigint,
	"number" integer NOT NULL,
	"post_id" bigint,
	"late" timestamp with time zone,
	"published" timestamp with time zone NOT NULL,
	"revision" bigint NOT NULL,
	CONSTRAINT "answer_number" UNIQUE("month_id","number")
);
--> statement-breakpoint
CREATE TABLE "answer_hiding" (
	"answer_id" bigint PRIMARY KEY,
	"hidden_by" bigint,
	"reason" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "club" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"slug" text NOT NULL UNIQUE,
	"name" text NOT NULL,
	"about" text DEFAULT '' NOT NULL,
	"hashtag" text DEFAULT '' NOT NULL,
	"world_line" text[] DEFAULT '{}'::text[] NOT NULL,
	"first_chat" timestamp with time zone,
	"published" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "club_duty" (
	"club_id" bigint,
	"person_id" bigint,
	"duty" text,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	"given_by" bigint,
	CONSTRAINT "club_duty_pkey" PRIMARY KEY("club_id","person_id","duty")
);
--> statement-breakpoint
CREATE TABLE "comment" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"guest_post_id" bigint NOT NULL,
	"number" integer NOT NULL,
	"parent_id" bigint,
	"post_id" bigint,
	"published" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "comment_number" UNIQUE("guest_post_id","number")
);
--> statement-breakpoint
CREATE TABLE "comment_hiding" (
	"comment_id" bigint PRIMARY KEY,
	"hidden_by" bigint,
	"reason" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "glossary_word" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"club_id" bigint NOT NULL,
	"term" text NOT NULL,
	"meaning" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "guest_invite" (
	"token_hash" text PRIMARY KEY,
	"guest_post_id" bigint NOT NULL,
	"invited_by" bigint,
	"note" text DEFAULT '' NOT NULL,
	"created" timestamp with time zone DEFAULT now() NOT NULL,
	"expires" timestamp with time zone NOT NULL,
	"withdrawn" timestamp with time zone,
	"may_publish" boolean DEFAULT false NOT NULL,
	"accepted_by" bigint
);
--> statement-breakpoint
CREATE TABLE "guest_post" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"month_id" bigint NOT NULL UNIQUE,
	"title" text DEFAULT '' NOT NULL,
	"author_name" text DEFAULT '' NOT NULL,
	"author_id" bigint,
	"about" text DEFAULT '' NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"html" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"published" timestamp with time zone,
	"updated" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "guest_post_edition" (
	"guest_post_id" bigint,
	"number" integer,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"edited_by" bigint,
	"until" timestamp with time zone NOT NULL,
	CONSTRAINT "guest_post_edition_pkey" PRIMARY KEY("guest_post_id","number")
);
--> statement-breakpoint
CREATE TABLE "host_note" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"month_id" bigint NOT NULL,
	"author_id" bigint NOT NULL,
	"text" text NOT NULL,
	"published" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "month" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"club_id" bigint NOT NULL,
	"date" date NOT NULL,
	"theme" text NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"plain_summary" text DEFAULT '' NOT NULL,
	"host_summary" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"opens_days" integer DEFAULT 7 NOT NULL,
	"tail_days" integer DEFAULT 14 NOT NULL,
	"study_notice" text DEFAULT '' NOT NULL,
	"slow_seconds" integer DEFAULT 0 NOT NULL,
	"notices" text[] DEFAULT '{}'::text[] NOT NULL,
	"source" text DEFAULT '' NOT NULL,
	"revision" bigint DEFAULT 0 NOT NULL,
	"last_number" integer DEFAULT 0 NOT NULL,
	"sequence" integer DEFAULT 0 NOT NULL,
	"published" timestamp with time zone DEFAULT now() NOT NULL,
	"updated" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "month_address" UNIQUE("club_id","date")
);
--> statement-breakpoint
CREATE TABLE "month_ask" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"month_id" bigint NOT NULL,
	"what" text NOT NULL,
	"whom" text NOT NULL,
	"due" date,
	"asked" timestamp with time zone DEFAULT now() NOT NULL,
	"done" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "month_hour" (
	"month_id" bigint,
	"number" integer,
	"date" date NOT NULL,
	"time" text NOT NULL,
	"zone" text NOT NULL,
	"minutes" integer NOT NULL,
	"choice" text,
	CONSTRAINT "month_hour_pkey" PRIMARY KEY("month_id","number")
);
--> statement-breakpoint
CREATE TABLE "month_move" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"month_id" bigint NOT NULL,
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	"moved_by" bigint,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "paper" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"month_id" bigint NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"doi" text,
	"pmid" text,
	"title" text NOT NULL,
	"authors" jsonb NOT NULL,
	"journal" text,
	"year" integer,
	"volume" text,
	"issue" text,
	"pages" text,
	"publisher" text,
	"abstract" text[] DEFAULT '{}'::text[] NOT NULL,
	"open_access_url" text,
	"licence" text,
	"source" text DEFAULT 'hand' NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "paper_place" UNIQUE("month_id","position")
);
--> statement-breakpoint
CREATE TABLE "paper_lookup" (
	"key" text PRIMARY KEY,
	"value" jsonb NOT NULL,
	"expires" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "picture" (
	"name" text PRIMARY KEY,
	"guest_post_id" bigint NOT NULL,
	"owner_id" bigint,
	"alt" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"published" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "presence" (
	"month_id" bigint,
	"person_id" bigint,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "presence_pkey" PRIMARY KEY("month_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "question" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"month_id" bigint NOT NULL,
	"kind" text DEFAULT 'question' NOT NULL,
	"number" integer,
	"position" integer NOT NULL,
	"text" text NOT NULL,
	"minute" integer NOT NULL,
	"released" timestamp with time zone,
	"held" timestamp with time zone,
	"skipped" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "study_opt_out" (
	"month_id" bigint,
	"person_id" bigint,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "study_opt_out_pkey" PRIMARY KEY("month_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "login" (
	"id" text PRIMARY KEY,
	"name" text DEFAULT '' NOT NULL,
	"email" text NOT NULL UNIQUE,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "operator" (
	"person_id" bigint PRIMARY KEY,
	"since" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"login_id" text UNIQUE,
	"handle" text NOT NULL UNIQUE,
	"name" text NOT NULL,
	"bio" text DEFAULT '' NOT NULL,
	"zone" text DEFAULT 'UTC' NOT NULL,
	"published" timestamp with time zone DEFAULT now() NOT NULL,
	"updated" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "person_role" (
	"person_id" bigint,
	"role" text,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "person_role_pkey" PRIMARY KEY("person_id","role")
);
--> statement-breakpoint
CREATE TABLE "rate_limit" (
	"key" text PRIMARY KEY,
	"count" integer NOT NULL,
	"until" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY,
	"login_id" text NOT NULL,
	"token" text NOT NULL UNIQUE,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "setup_link" (
	"token_hash" text PRIMARY KEY,
	"created" timestamp with time zone DEFAULT now() NOT NULL,
	"used" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_method" (
	"id" text PRIMARY KEY,
	"login_id" text NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"id_token" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "verification" (
	"id" text PRIMARY KEY,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "post" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"author_id" bigint NOT NULL,
	"visibility" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"in_reply_to" bigint,
	"idempotency_key" text,
	"published" timestamp with time zone DEFAULT now() NOT NULL,
	"updated" timestamp with time zone,
	CONSTRAINT "post_once" UNIQUE("author_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "post_edition" (
	"post_id" bigint,
	"number" integer,
	"text" text NOT NULL,
	"published" timestamp with time zone NOT NULL,
	CONSTRAINT "post_edition_pkey" PRIMARY KEY("post_id","number")
);
--> statement-breakpoint
CREATE INDEX "answer_revision" ON "answer" ("month_id","revision");--> statement-breakpoint
CREATE INDEX "answer_post" ON "answer" ("post_id");--> statement-breakpoint
CREATE INDEX "club_duty_person" ON "club_duty" ("person_id");--> statement-breakpoint
CREATE INDEX "comment_post" ON "comment" ("post_id");--> statement-breakpoint
CREATE UNIQUE INDEX "glossary_word_term" ON "glossary_word" ("club_id",lower("term"));--> statement-breakpoint
CREATE INDEX "guest_invite_post" ON "guest_invite" ("guest_post_id");--> statement-breakpoint
CREATE INDEX "host_note_month" ON "host_note" ("month_id","id");--> statement-breakpoint
CREATE INDEX "month_state" ON "month" ("state");--> statement-breakpoint
CREATE INDEX "month_ask_month" ON "month_ask" ("month_id");--> statement-breakpoint
CREATE INDEX "month_move_month" ON "month_move" ("month_id","id");--> statement-breakpoint
CREATE INDEX "picture_guest_post" ON "picture" ("guest_post_id");--> statement-breakpoint
CREATE INDEX "presence_person" ON "presence" ("person_id");--> statement-breakpoint
CREATE INDEX "question_month" ON "question" ("month_id","position");--> statement-breakpoint
CREATE INDEX "session_login" ON "session" ("login_id");--> statement-breakpoint
CREATE INDEX "sign_in_method_login" ON "sign_in_method" ("login_id");--> statement-breakpoint
CREATE INDEX "verification_identifier" ON "verification" ("identifier");--> statement-breakpoint
CREATE INDEX "post_author" ON "post" ("author_id","id");--> statement-breakpoint
ALTER TABLE "answer" ADD CONSTRAINT "answer_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "answer" ADD CONSTRAINT "answer_question_id_question_id_fkey" FOREIGN KEY ("question_id") REFERENCES "question"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "answer" ADD CONSTRAINT "answer_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "answer_hiding" ADD CONSTRAINT "answer_hiding_answer_id_answer_id_fkey" FOREIGN KEY ("answer_id") REFERENCES "answer"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "answer_hiding" ADD CONSTRAINT "answer_hiding_hidden_by_person_id_fkey" FOREIGN KEY ("hidden_by") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "club_duty" ADD CONSTRAINT "club_duty_club_id_club_id_fkey" FOREIGN KEY ("club_id") REFERENCES "club"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "club_duty" ADD CONSTRAINT "club_duty_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "club_duty" ADD CONSTRAINT "club_duty_given_by_person_id_fkey" FOREIGN KEY ("given_by") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "comment" ADD CONSTRAINT "comment_guest_post_id_guest_post_id_fkey" FOREIGN KEY ("guest_post_id") REFERENCES "guest_post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "comment" ADD CONSTRAINT "comment_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "comment_hiding" ADD CONSTRAINT "comment_hiding_comment_id_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comment"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "comment_hiding" ADD CONSTRAINT "comment_hiding_hidden_by_person_id_fkey" FOREIGN KEY ("hidden_by") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "glossary_word" ADD CONSTRAINT "glossary_word_club_id_club_id_fkey" FOREIGN KEY ("club_id") REFERENCES "club"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "guest_invite" ADD CONSTRAINT "guest_invite_guest_post_id_guest_post_id_fkey" FOREIGN KEY ("guest_post_id") REFERENCES "guest_post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "guest_invite" ADD CONSTRAINT "guest_invite_invited_by_person_id_fkey" FOREIGN KEY ("invited_by") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "guest_invite" ADD CONSTRAINT "guest_invite_accepted_by_person_id_fkey" FOREIGN KEY ("accepted_by") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "guest_post" ADD CONSTRAINT "guest_post_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "guest_post" ADD CONSTRAINT "guest_post_author_id_person_id_fkey" FOREIGN KEY ("author_id") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "guest_post_edition" ADD CONSTRAINT "guest_post_edition_guest_post_id_guest_post_id_fkey" FOREIGN KEY ("guest_post_id") REFERENCES "guest_post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "guest_post_edition" ADD CONSTRAINT "guest_post_edition_edited_by_person_id_fkey" FOREIGN KEY ("edited_by") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "host_note" ADD CONSTRAINT "host_note_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "host_note" ADD CONSTRAINT "host_note_author_id_person_id_fkey" FOREIGN KEY ("author_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "month" ADD CONSTRAINT "month_club_id_club_id_fkey" FOREIGN KEY ("club_id") REFERENCES "club"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "month_ask" ADD CONSTRAINT "month_ask_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "month_hour" ADD CONSTRAINT "month_hour_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "month_move" ADD CONSTRAINT "month_move_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "month_move" ADD CONSTRAINT "month_move_moved_by_person_id_fkey" FOREIGN KEY ("moved_by") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "paper" ADD CONSTRAINT "paper_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "picture" ADD CONSTRAINT "picture_guest_post_id_guest_post_id_fkey" FOREIGN KEY ("guest_post_id") REFERENCES "guest_post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "picture" ADD CONSTRAINT "picture_owner_id_person_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "presence" ADD CONSTRAINT "presence_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "presence" ADD CONSTRAINT "presence_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "question" ADD CONSTRAINT "question_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "study_opt_out" ADD CONSTRAINT "study_opt_out_month_id_month_id_fkey" FOREIGN KEY ("month_id") REFERENCES "month"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "study_opt_out" ADD CONSTRAINT "study_opt_out_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "operator" ADD CONSTRAINT "operator_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_login_id_login_id_fkey" FOREIGN KEY ("login_id") REFERENCES "login"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "person_role" ADD CONSTRAINT "person_role_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_login_id_login_id_fkey" FOREIGN KEY ("login_id") REFERENCES "login"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "sign_in_method" ADD CONSTRAINT "sign_in_method_login_id_login_id_fkey" FOREIGN KEY ("login_id") REFERENCES "login"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "post" ADD CONSTRAINT "post_author_id_person_id_fkey" FOREIGN KEY ("author_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "post_edition" ADD CONSTRAINT "post_edition_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE;