import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { formBytes, fromOwnPage, nothing, saysItsLength, to } from './answers.server.ts';
import type { Variables } from './media.server.ts';
import { oneAtATime } from './one-at-a-time.server.ts';
import {
  changePicture,
  maxPictureBytes,
  mayChangePicture,
  profilePictures,
  type ProfilePicture,
} from '#domain/people/profile-pictures.server.ts';

const page = '/settings/profile/pictures';

/** Takes the pictures of profiles: `POST /uploads/profile/avatar` and `/header`, a form with a file each. */
export function takeProfilePictures(app: Hono<Variables>): void {
  app.post(
    '/uploads/profile/:which',
    // In this order, so that a stranger's bytes are not read.
    async (c, next) => (fromOwnPage(c.req.raw, c.var.ctx.config.origin) ? next() : nothing(403)),
    async (c, next) => (saysItsLength(c.req.raw) ? next() : nothing(411)),
    async (c, next) => {
      if (!whichOf(c)) return nothing(404);
      const no = await mayChangePicture(c.var.ctx);
      if (!no) return next();
      return no.refused === 'gone'
        ? to(`/sign-in?next=${encodeURIComponent(page)}`)
        : to(problem(whichOf(c), no.refused));
    },
    oneAtATime(
      (c) => c.var.ctx.viewer?.personId ?? '',
      (c) => to(problem(whichOf(c), 'tooFast')),
    ),
    bodyLimit({
      maxSize: maxPictureBytes + formBytes,
      onError: (c) => to(problem(whichOf(c), 'tooLarge')),
    }),
    receive,
  );
}

async function receive(c: Context<Variables>): Promise<Response> {
  const which = whichOf(c);
  if (!which) return nothing(404);
  const form = await c.req.raw.formData().catch(() => undefined);
  const file = form?.get('picture');
  if (!(file instanceof File) || file.size === 0) return to(problem(which, 'noFile'));
  const no = await changePicture(c.var.ctx, which, Buffer.from(await file.arrayBuffer()));
  return to(no ? problem(which, no.refused) : `${page}?kept=${which}`);
}

function whichOf(c: Context): ProfilePicture | undefined {
  return profilePictures.find((one) => one === c.req.param('which'));
}

function problem(which: ProfilePicture | undefined, why: string): string {
  return `${page}?which=${which}&problem=${why}`;
}
