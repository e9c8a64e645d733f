import type { Ctx } from '#platform/ctx.server.ts';

declare global {
  namespace App {
    interface Locals {
      ctx: Ctx;
      /** Set by a page that may be kept for visitors without a session: what it depends on, and for how long. */
      keep?: { tags: string[]; seconds: number };
    }
    interface Error {
      /** Found again in the log. */
      id?: string;
      /** Where somebody can go back to, when an app sent them. */
      back?: string;
    }
  }
}

export {};
