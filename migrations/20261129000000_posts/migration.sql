CREATE TABLE "waiting_token" (
	"token_hash" text PRIMARY KEY,
	"app_id" bigint NOT NULL,
	"scopes" text[] NOT NULL,
	"since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "block" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"person_id" bigint NOT NULL,
	"blocked_id" bigint NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "block_once" UNIQUE("person_id","blocked_id")
);
--> statement-breakpoint
CREATE TABLE "domain_block" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"person_id" bigint NOT NULL,
	"domain" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "domain_block_once" UNIQUE("person_id","domain")
);
--> statement-breakpoint
CREATE TABLE "endorsement" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"person_id" bigint NOT NULL,
	"endorsed_id" bigint NOT NULL,
	CONSTRAINT "endorsement_once" UNIQUE("person_id","endorsed_id")
);
--> statement-breakpoint
CREATE TABLE "follow" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"follower_id" bigint NOT NULL,
	"followee_id" bigint NOT NULL,
	"boosts" boolean DEFAULT true NOT NULL,
	"notify" boolean DEFAULT false NOT NULL,
	"languages" text[] DEFAULT '{}'::text[] NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "follow_once" UNIQUE("follower_id","followee_id")
);
--> statement-breakpoint
CREATE TABLE "follow_count" (
	"person_id" bigint PRIMARY KEY,
	"followers" integer DEFAULT 0 NOT NULL,
	"following" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "follow_request" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"asker_id" bigint NOT NULL,
	"asked_id" bigint NOT NULL,
	"boosts" boolean DEFAULT true NOT NULL,
	"notify" boolean DEFAULT false NOT NULL,
	"languages" text[] DEFAULT '{}'::text[] NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "follow_request_once" UNIQUE("asker_id","asked_id")
);
--> statement-breakpoint
CREATE TABLE "friendship" (
	"person_id" bigint,
	"friend_id" bigint,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "friendship_pkey" PRIMARY KEY("person_id","friend_id")
);
--> statement-breakpoint
CREATE TABLE "mute" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"person_id" bigint NOT NULL,
	"muted_id" bigint NOT NULL,
	"notifications" boolean DEFAULT true NOT NULL,
	"ends" timestamp with time zone,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "mute_once" UNIQUE("person_id","muted_id")
);
--> statement-breakpoint
CREATE TABLE "person_note" (
	"person_id" bigint,
	"about_id" bigint,
	"text" text NOT NULL,
	CONSTRAINT "person_note_pkey" PRIMARY KEY("person_id","about_id")
);
--> statement-breakpoint
CREATE TABLE "announcement" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"text" text NOT NULL,
	"html" text NOT NULL,
	"starts" timestamp with time zone,
	"ends" timestamp with time zone,
	"all_day" boolean DEFAULT false NOT NULL,
	"published" timestamp with time zone NOT NULL,
	"updated" timestamp with time zone NOT NULL,
	"withdrawn" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "announcement_read" (
	"announcement_id" bigint,
	"person_id" bigint,
	CONSTRAINT "announcement_read_pkey" PRIMARY KEY("announcement_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "conversation" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"size" integer NOT NULL,
	"since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversation_person" (
	"conversation_id" bigint,
	"person_id" bigint,
	"state" text NOT NULL,
	"unread" boolean DEFAULT false NOT NULL,
	"hidden" boolean DEFAULT false NOT NULL,
	"last_id" bigint,
	CONSTRAINT "conversation_person_pkey" PRIMARY KEY("conversation_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "message" (
	"post_id" bigint PRIMARY KEY,
	"conversation_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"reporter_id" bigint,
	"about_id" bigint,
	"post_ids" bigint[] DEFAULT '{}'::bigint[] NOT NULL,
	"category" text NOT NULL,
	"comment" text NOT NULL,
	"rules" integer[] DEFAULT '{}'::integer[] NOT NULL,
	"forward" boolean DEFAULT false NOT NULL,
	"created" timestamp with time zone NOT NULL,
	"updated" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"outcome" text DEFAULT '' NOT NULL,
	"closed" timestamp with time zone,
	"closed_by" bigint,
	"assigned_to" bigint
);
--> statement-breakpoint
CREATE TABLE "marker" (
	"person_id" bigint,
	"timeline" text,
	"last_read_id" text NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"updated" timestamp with time zone NOT NULL,
	CONSTRAINT "marker_pkey" PRIMARY KEY("person_id","timeline")
);
--> statement-breakpoint
CREATE TABLE "notification" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"person_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"from_id" bigint NOT NULL,
	"post_id" bigint,
	"group_key" text,
	"filtered" boolean DEFAULT false NOT NULL,
	"waits" timestamp with time zone,
	"created" timestamp with time zone NOT NULL,
	CONSTRAINT "notification_once" UNIQUE NULLS NOT DISTINCT("person_id","kind","from_id","post_id")
);
--> statement-breakpoint
CREATE TABLE "notification_permission" (
	"person_id" bigint,
	"from_id" bigint,
	CONSTRAINT "notification_permission_pkey" PRIMARY KEY("person_id","from_id")
);
--> statement-breakpoint
CREATE TABLE "notification_request" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"person_id" bigint NOT NULL,
	"from_id" bigint NOT NULL,
	"updated" timestamp with time zone NOT NULL,
	CONSTRAINT "notification_request_once" UNIQUE("person_id","from_id")
);
--> statement-breakpoint
CREATE TABLE "notification_setting" (
	"person_id" bigint PRIMARY KEY,
	"not_following" text DEFAULT 'accept' NOT NULL,
	"not_followers" text DEFAULT 'accept' NOT NULL,
	"new_accounts" text DEFAULT 'accept' NOT NULL,
	"private_mentions" text DEFAULT 'filter' NOT NULL,
	"limited_accounts" text DEFAULT 'filter' NOT NULL,
	"quiet_until" timestamp with time zone,
	"quiet_club" boolean DEFAULT true NOT NULL,
	"push_says_words" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "push_key" (
	"id" integer PRIMARY KEY,
	"public_key" text NOT NULL,
	"sealed" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "push_subscription" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"token_hash" text NOT NULL UNIQUE,
	"person_id" bigint NOT NULL,
	"endpoint" text NOT NULL UNIQUE,
	"public_key" text NOT NULL,
	"auth" text NOT NULL,
	"standard" boolean DEFAULT false NOT NULL,
	"alerts" text[] DEFAULT '{}'::text[] NOT NULL,
	"policy" text DEFAULT 'all' NOT NULL,
	"sealed_token" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "posting_default" (
	"person_id" bigint PRIMARY KEY,
	"visibility" text NOT NULL,
	"sensitive" boolean NOT NULL,
	"language" text,
	"quotes" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "filter" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"person_id" bigint NOT NULL,
	"title" text NOT NULL,
	"context" text[] NOT NULL,
	"action" text DEFAULT 'warn' NOT NULL,
	"ends" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "filter_keyword" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"filter_id" bigint NOT NULL,
	"keyword" text NOT NULL,
	"whole_word" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "filter_status" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"filter_id" bigint NOT NULL,
	"post_id" bigint NOT NULL,
	CONSTRAINT "filter_status_once" UNIQUE("filter_id","post_id")
);
--> statement-breakpoint
CREATE TABLE "featured_tag" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"person_id" bigint NOT NULL,
	"tag" text NOT NULL,
	"shown" text NOT NULL,
	CONSTRAINT "featured_tag_once" UNIQUE("person_id","tag")
);
--> statement-breakpoint
CREATE TABLE "followed_tag" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"person_id" bigint NOT NULL,
	"tag" text NOT NULL,
	CONSTRAINT "followed_tag_once" UNIQUE("person_id","tag")
);
--> statement-breakpoint
CREATE TABLE "home_line" (
	"person_id" bigint,
	"id" bigint,
	"post_id" bigint NOT NULL,
	"author_id" bigint NOT NULL,
	"booster_id" bigint,
	"why" text NOT NULL,
	CONSTRAINT "home_line_pkey" PRIMARY KEY("person_id","id")
);
--> statement-breakpoint
CREATE TABLE "link_preview" (
	"url" text PRIMARY KEY,
	"state" text DEFAULT 'waiting' NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"provider" text DEFAULT '' NOT NULL,
	"author" text DEFAULT '' NOT NULL,
	"language" text,
	"published" timestamp with time zone,
	"image" text,
	"width" integer,
	"height" integer,
	"blurhash" text,
	"image_alt" text DEFAULT '' NOT NULL,
	"fetched" timestamp with time zone,
	"ends" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "post_link" (
	"post_id" bigint PRIMARY KEY,
	"url" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "list" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"person_id" bigint NOT NULL,
	"title" text NOT NULL,
	"replies_policy" text DEFAULT 'list' NOT NULL,
	"exclusive" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "list_member" (
	"list_id" bigint,
	"person_id" bigint,
	CONSTRAINT "list_member_pkey" PRIMARY KEY("list_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "media" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"owner_id" bigint NOT NULL,
	"post_id" bigint,
	"scheduled_id" bigint,
	"place" integer DEFAULT 0 NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL UNIQUE,
	"content_type" text NOT NULL,
	"bytes" bigint NOT NULL,
	"width" integer,
	"height" integer,
	"small_width" integer,
	"small_height" integer,
	"duration" double precision,
	"blurhash" text,
	"alt" text DEFAULT '' NOT NULL,
	"focus_x" double precision DEFAULT 0 NOT NULL,
	"focus_y" double precision DEFAULT 0 NOT NULL,
	"state" text DEFAULT 'ready' NOT NULL,
	"created" timestamp with time zone NOT NULL,
	"attached" timestamp with time zone,
	"orphaned" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "scheduled_post" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"person_id" bigint NOT NULL,
	"writing" jsonb NOT NULL,
	"due" timestamp with time zone NOT NULL,
	"failed" text,
	"idempotency_key" text,
	"written" timestamp with time zone NOT NULL,
	CONSTRAINT "scheduled_post_once" UNIQUE("person_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "bookmark" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"post_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	CONSTRAINT "bookmark_once" UNIQUE("person_id","post_id")
);
--> statement-breakpoint
CREATE TABLE "boost" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"post_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"visibility" text DEFAULT 'public' NOT NULL,
	"published" timestamp with time zone NOT NULL,
	CONSTRAINT "boost_once" UNIQUE("post_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "favourite" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"post_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	CONSTRAINT "favourite_once" UNIQUE("post_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "pin" (
	"id" bigint PRIMARY KEY DEFAULT timed_id(),
	"post_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	CONSTRAINT "pin_once" UNIQUE("person_id","post_id")
);
--> statement-breakpoint
CREATE TABLE "poll" (
	"post_id" bigint PRIMARY KEY,
	"options" text[] NOT NULL,
	"multiple" boolean DEFAULT false NOT NULL,
	"hides_totals" boolean DEFAULT false NOT NULL,
	"ends" timestamp with time zone NOT NULL,
	"told" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "poll_vote" (
	"post_id" bigint,
	"person_id" bigint,
	"choice" integer,
	CONSTRAINT "poll_vote_pkey" PRIMARY KEY("post_id","person_id","choice")
);
--> statement-breakpoint
CREATE TABLE "post_count" (
	"person_id" bigint PRIMARY KEY,
	"posts" integer DEFAULT 0 NOT NULL,
	"last_day" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "post_mention" (
	"post_id" bigint,
	"person_id" bigint,
	CONSTRAINT "post_mention_pkey" PRIMARY KEY("post_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "post_tag" (
	"post_id" bigint,
	"tag" text,
	"shown" text NOT NULL,
	CONSTRAINT "post_tag_pkey" PRIMARY KEY("post_id","tag")
);
--> statement-breakpoint
CREATE TABLE "thread_mute" (
	"person_id" bigint,
	"thread_id" bigint,
	CONSTRAINT "thread_mute_pkey" PRIMARY KEY("person_id","thread_id")
);
--> statement-breakpoint
ALTER TABLE "admission" ADD COLUMN "wish" text;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "locked" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "followers_of" bigint[] DEFAULT '{}'::bigint[] NOT NULL;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "friends_of" bigint[] DEFAULT '{}'::bigint[] NOT NULL;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "local_only" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "content_note" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "sensitive" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "replied_person_id" bigint;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "thread_id" bigint;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "replies_from" text DEFAULT 'everyone' NOT NULL;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "folded" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "withheld" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "quoted_id" bigint;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "quote_revoked" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "quotes" text DEFAULT 'nobody' NOT NULL;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "app_id" bigint;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "replies" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "boosts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "post" ADD COLUMN "favourites" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "post_edition" ADD COLUMN "html" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "post_edition" ADD COLUMN "poll_options" text[];--> statement-breakpoint
ALTER TABLE "post_edition" ADD COLUMN "alts" jsonb;--> statement-breakpoint
ALTER TABLE "post_edition" ADD COLUMN "content_note" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "post_edition" ADD COLUMN "sensitive" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- What was written before: replies whose post is gone answer nothing; the rest learn their thread and whom they answer.
UPDATE post SET in_reply_to = NULL WHERE in_reply_to IS NOT NULL
  AND NOT EXISTS (SELECT FROM post parent WHERE parent.id = post.in_reply_to);--> statement-breakpoint
UPDATE post SET replied_person_id = parent.author_id FROM post parent WHERE parent.id = post.in_reply_to;--> statement-breakpoint
WITH RECURSIVE thread AS (
  SELECT reply.id, reply.in_reply_to AS root FROM post reply JOIN post first ON first.id = reply.in_reply_to
    WHERE first.in_reply_to IS NULL
  UNION ALL SELECT reply.id, thread.root FROM post reply JOIN thread ON thread.id = reply.in_reply_to)
UPDATE post SET thread_id = thread.root FROM thread WHERE thread.id = post.id;--> statement-breakpoint
UPDATE post SET replies = counted.n FROM (SELECT in_reply_to, count(*)::int AS n FROM post
  WHERE in_reply_to IS NOT NULL AND visibility IN ('public', 'unlisted')
    AND NOT EXISTS (SELECT FROM answer JOIN answer_hiding ON answer_hiding.answer_id = answer.id WHERE answer.post_id = post.id)
    AND NOT EXISTS (SELECT FROM comment JOIN comment_hiding ON comment_hiding.comment_id = comment.id WHERE comment.post_id = post.id)
  GROUP BY in_reply_to) counted
  WHERE counted.in_reply_to = post.id;--> statement-breakpoint
INSERT INTO post_count (person_id, posts, last_day)
  SELECT author_id, count(*)::int, date_trunc('day', max(published), 'UTC') FROM post
  WHERE visibility IN ('public', 'unlisted')
    AND NOT EXISTS (SELECT FROM answer JOIN answer_hiding ON answer_hiding.answer_id = answer.id WHERE answer.post_id = post.id)
    AND NOT EXISTS (SELECT FROM comment JOIN comment_hiding ON comment_hiding.comment_id = comment.id WHERE comment.post_id = post.id)
  GROUP BY author_id;--> statement-breakpoint
-- What a host has hidden stays hidden for whoever reads by an app.
UPDATE post SET withheld = hidden.at FROM (
  SELECT answer.post_id, answer_hiding.at FROM answer_hiding JOIN answer ON answer.id = answer_hiding.answer_id
  UNION ALL SELECT comment.post_id, comment_hiding.at FROM comment_hiding JOIN comment ON comment.id = comment_hiding.comment_id
) hidden WHERE hidden.post_id = post.id;--> statement-breakpoint
CREATE INDEX "block_blocked" ON "block" ("blocked_id","person_id");--> statement-breakpoint
CREATE INDEX "block_person" ON "block" ("person_id","id");--> statement-breakpoint
CREATE INDEX "endorsement_endorsed" ON "endorsement" ("endorsed_id");--> statement-breakpoint
CREATE INDEX "follow_followee" ON "follow" ("followee_id","id");--> statement-breakpoint
CREATE INDEX "follow_follower" ON "follow" ("follower_id","id");--> statement-breakpoint
CREATE INDEX "follow_request_asked" ON "follow_request" ("asked_id","id");--> statement-breakpoint
CREATE INDEX "friendship_friend" ON "friendship" ("friend_id");--> statement-breakpoint
CREATE INDEX "mute_person" ON "mute" ("person_id","id");--> statement-breakpoint
CREATE INDEX "mute_muted" ON "mute" ("muted_id");--> statement-breakpoint
CREATE INDEX "person_note_about" ON "person_note" ("about_id");--> statement-breakpoint
CREATE INDEX "announcement_read_person" ON "announcement_read" ("person_id");--> statement-breakpoint
CREATE INDEX "conversation_person_list" ON "conversation_person" ("person_id","last_id");--> statement-breakpoint
CREATE INDEX "conversation_person_last" ON "conversation_person" ("last_id") WHERE last_id is not null;--> statement-breakpoint
CREATE INDEX "message_conversation" ON "message" ("conversation_id","post_id");--> statement-breakpoint
CREATE INDEX "report_reporter" ON "report" ("reporter_id","id");--> statement-breakpoint
CREATE INDEX "report_about" ON "report" ("about_id","id");--> statement-breakpoint
CREATE INDEX "report_state" ON "report" ("state","id");--> statement-breakpoint
CREATE INDEX "notification_person" ON "notification" ("person_id","id");--> statement-breakpoint
CREATE INDEX "notification_group" ON "notification" ("person_id","group_key","id") WHERE group_key is not null;--> statement-breakpoint
CREATE INDEX "notification_post" ON "notification" ("post_id");--> statement-breakpoint
CREATE INDEX "notification_from" ON "notification" ("from_id");--> statement-breakpoint
CREATE INDEX "notification_permission_from" ON "notification_permission" ("from_id");--> statement-breakpoint
CREATE INDEX "notification_request_from" ON "notification_request" ("from_id");--> statement-breakpoint
CREATE INDEX "push_subscription_person" ON "push_subscription" ("person_id");--> statement-breakpoint
CREATE INDEX "person_handle_start" ON "person" ("handle" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "person_words" ON "person" USING gin (to_tsvector('simple', name));--> statement-breakpoint
CREATE INDEX "filter_person" ON "filter" ("person_id");--> statement-breakpoint
CREATE INDEX "filter_keyword_filter" ON "filter_keyword" ("filter_id");--> statement-breakpoint
CREATE INDEX "filter_status_post" ON "filter_status" ("post_id");--> statement-breakpoint
CREATE INDEX "followed_tag_tag" ON "followed_tag" ("tag");--> statement-breakpoint
CREATE INDEX "home_line_post" ON "home_line" ("post_id");--> statement-breakpoint
CREATE INDEX "link_preview_image" ON "link_preview" ("image");--> statement-breakpoint
CREATE INDEX "post_link_url" ON "post_link" ("url");--> statement-breakpoint
CREATE INDEX "list_person" ON "list" ("person_id");--> statement-breakpoint
CREATE INDEX "list_exclusive" ON "list" ("person_id") WHERE exclusive;--> statement-breakpoint
CREATE INDEX "list_member_person" ON "list_member" ("person_id");--> statement-breakpoint
CREATE INDEX "media_post" ON "media" ("post_id","place");--> statement-breakpoint
CREATE INDEX "media_owner" ON "media" ("owner_id","created");--> statement-breakpoint
CREATE INDEX "media_shown" ON "media" ("owner_id","post_id");--> statement-breakpoint
CREATE INDEX "media_scheduled" ON "media" ("scheduled_id") WHERE "scheduled_id" is not null;--> statement-breakpoint
CREATE INDEX "media_loose" ON "media" ("created") WHERE "post_id" is null and "scheduled_id" is null;--> statement-breakpoint
CREATE INDEX "scheduled_post_person" ON "scheduled_post" ("person_id","id");--> statement-breakpoint
CREATE INDEX "scheduled_post_due" ON "scheduled_post" ("due");--> statement-breakpoint
CREATE INDEX "bookmark_person" ON "bookmark" ("person_id","id");--> statement-breakpoint
CREATE INDEX "bookmark_post" ON "bookmark" ("post_id");--> statement-breakpoint
CREATE INDEX "boost_person" ON "boost" ("person_id","id");--> statement-breakpoint
CREATE INDEX "favourite_person" ON "favourite" ("person_id","id");--> statement-breakpoint
CREATE INDEX "pin_post" ON "pin" ("post_id");--> statement-breakpoint
CREATE INDEX "poll_due" ON "poll" ("ends") WHERE told is null;--> statement-breakpoint
CREATE INDEX "poll_vote_person" ON "poll_vote" ("person_id");--> statement-breakpoint
CREATE INDEX "post_replies" ON "post" ("in_reply_to","author_id");--> statement-breakpoint
CREATE INDEX "post_replied" ON "post" ("replied_person_id") WHERE replied_person_id is not null;--> statement-breakpoint
CREATE INDEX "post_thread" ON "post" ("thread_id","id");--> statement-breakpoint
CREATE INDEX "post_quotes" ON "post" ("quoted_id") WHERE quoted_id is not null;--> statement-breakpoint
CREATE INDEX "post_public" ON "post" ("id") WHERE visibility = 'public' and in_reply_to is null;--> statement-breakpoint
CREATE INDEX "post_alone" ON "post" ("author_id","id") WHERE in_reply_to is null or replied_person_id = author_id;--> statement-breakpoint
CREATE INDEX "post_words" ON "post" USING gin (to_tsvector('simple', content_note || ' ' || text));--> statement-breakpoint
CREATE INDEX "post_mention_person" ON "post_mention" ("person_id","post_id");--> statement-breakpoint
CREATE INDEX "post_tag_tag" ON "post_tag" ("tag","post_id");--> statement-breakpoint
CREATE INDEX "post_tag_start" ON "post_tag" ("tag" text_pattern_ops);--> statement-breakpoint
ALTER TABLE "waiting_token" ADD CONSTRAINT "waiting_token_app_id_oauth_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "oauth_app"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "block" ADD CONSTRAINT "block_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "block" ADD CONSTRAINT "block_blocked_id_person_id_fkey" FOREIGN KEY ("blocked_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "domain_block" ADD CONSTRAINT "domain_block_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "endorsement" ADD CONSTRAINT "endorsement_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "endorsement" ADD CONSTRAINT "endorsement_endorsed_id_person_id_fkey" FOREIGN KEY ("endorsed_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "follow" ADD CONSTRAINT "follow_follower_id_person_id_fkey" FOREIGN KEY ("follower_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "follow" ADD CONSTRAINT "follow_followee_id_person_id_fkey" FOREIGN KEY ("followee_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "follow_count" ADD CONSTRAINT "follow_count_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "follow_request" ADD CONSTRAINT "follow_request_asker_id_person_id_fkey" FOREIGN KEY ("asker_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "follow_request" ADD CONSTRAINT "follow_request_asked_id_person_id_fkey" FOREIGN KEY ("asked_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "friendship" ADD CONSTRAINT "friendship_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "friendship" ADD CONSTRAINT "friendship_friend_id_person_id_fkey" FOREIGN KEY ("friend_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "mute" ADD CONSTRAINT "mute_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "mute" ADD CONSTRAINT "mute_muted_id_person_id_fkey" FOREIGN KEY ("muted_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "person_note" ADD CONSTRAINT "person_note_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "person_note" ADD CONSTRAINT "person_note_about_id_person_id_fkey" FOREIGN KEY ("about_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "announcement_read" ADD CONSTRAINT "announcement_read_announcement_id_announcement_id_fkey" FOREIGN KEY ("announcement_id") REFERENCES "announcement"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "conversation_person" ADD CONSTRAINT "conversation_person_conversation_id_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "conversation_person" ADD CONSTRAINT "conversation_person_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "message_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "message_conversation_id_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "report" ADD CONSTRAINT "report_reporter_id_person_id_fkey" FOREIGN KEY ("reporter_id") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "report" ADD CONSTRAINT "report_about_id_person_id_fkey" FOREIGN KEY ("about_id") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "report" ADD CONSTRAINT "report_closed_by_person_id_fkey" FOREIGN KEY ("closed_by") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "report" ADD CONSTRAINT "report_assigned_to_person_id_fkey" FOREIGN KEY ("assigned_to") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "marker" ADD CONSTRAINT "marker_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_from_id_person_id_fkey" FOREIGN KEY ("from_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "notification_permission" ADD CONSTRAINT "notification_permission_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "notification_permission" ADD CONSTRAINT "notification_permission_from_id_person_id_fkey" FOREIGN KEY ("from_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "notification_request" ADD CONSTRAINT "notification_request_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "notification_request" ADD CONSTRAINT "notification_request_from_id_person_id_fkey" FOREIGN KEY ("from_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "notification_setting" ADD CONSTRAINT "notification_setting_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "push_subscription" ADD CONSTRAINT "push_subscription_token_hash_oauth_token_token_hash_fkey" FOREIGN KEY ("token_hash") REFERENCES "oauth_token"("token_hash") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "push_subscription" ADD CONSTRAINT "push_subscription_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "posting_default" ADD CONSTRAINT "posting_default_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "filter" ADD CONSTRAINT "filter_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "filter_keyword" ADD CONSTRAINT "filter_keyword_filter_id_filter_id_fkey" FOREIGN KEY ("filter_id") REFERENCES "filter"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "filter_status" ADD CONSTRAINT "filter_status_filter_id_filter_id_fkey" FOREIGN KEY ("filter_id") REFERENCES "filter"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "filter_status" ADD CONSTRAINT "filter_status_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "featured_tag" ADD CONSTRAINT "featured_tag_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "followed_tag" ADD CONSTRAINT "followed_tag_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "post_link" ADD CONSTRAINT "post_link_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "list" ADD CONSTRAINT "list_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "list_member" ADD CONSTRAINT "list_member_list_id_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "list"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "list_member" ADD CONSTRAINT "list_member_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "media" ADD CONSTRAINT "media_owner_id_person_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "media" ADD CONSTRAINT "media_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "scheduled_post" ADD CONSTRAINT "scheduled_post_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "bookmark" ADD CONSTRAINT "bookmark_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "bookmark" ADD CONSTRAINT "bookmark_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "boost" ADD CONSTRAINT "boost_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "boost" ADD CONSTRAINT "boost_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "favourite" ADD CONSTRAINT "favourite_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "favourite" ADD CONSTRAINT "favourite_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "pin" ADD CONSTRAINT "pin_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "pin" ADD CONSTRAINT "pin_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "poll" ADD CONSTRAINT "poll_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "poll_vote" ADD CONSTRAINT "poll_vote_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "poll_vote" ADD CONSTRAINT "poll_vote_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "post" ADD CONSTRAINT "post_in_reply_to_post_id_fkey" FOREIGN KEY ("in_reply_to") REFERENCES "post"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "post" ADD CONSTRAINT "post_replied_person_id_person_id_fkey" FOREIGN KEY ("replied_person_id") REFERENCES "person"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "post" ADD CONSTRAINT "post_quoted_id_post_id_fkey" FOREIGN KEY ("quoted_id") REFERENCES "post"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "post_count" ADD CONSTRAINT "post_count_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "post_mention" ADD CONSTRAINT "post_mention_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "post_mention" ADD CONSTRAINT "post_mention_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "post_tag" ADD CONSTRAINT "post_tag_post_id_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "thread_mute" ADD CONSTRAINT "thread_mute_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;