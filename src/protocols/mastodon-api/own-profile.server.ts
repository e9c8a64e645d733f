import { showOneself } from './accounts.server.ts';
import { readBody } from './body.server.ts';
import { preferencesOf } from './entities/posting.ts';
import { profileOf } from './entities/profile.ts';
import { answer, notFound, refuse, tooFast } from './errors.ts';
import { readProfileChange } from './profile-change.server.ts';
import { person, type Call, type Route } from './route.ts';
import { findPostingDefaults } from '#domain/people/posting.server.ts';
import {
  maxPictureBytes,
  mayChangePicture,
  removeProfilePicture,
  type ProfilePicture,
} from '#domain/people/profile-pictures.server.ts';
import { findOwnProfile } from '#domain/people/profile.server.ts';
import { changeWholeProfile, type ProfileRefused } from '#domain/people/whole-profile.server.ts';
import { mediaWords } from '#domain/posts/media-rules.ts';

const reads = person('profile', 'read:accounts');
const writes = person('write:accounts');

/** What people read and change of themselves by an app. */
export const ownProfileRoutes: readonly Route[] = [
  {
    ...{ method: 'PATCH', path: '/api/v1/accounts/update_credentials', needs: writes },
    answer: (call) => change(call, account),
  },
  { method: 'GET', path: '/api/v1/profile', needs: reads, answer: profile },
  {
    ...{ method: 'PATCH', path: '/api/v1/profile', needs: writes },
    answer: (call) => change(call, profile),
  },
  {
    ...{ method: 'DELETE', path: '/api/v1/profile/avatar', needs: writes },
    answer: (call) => removePicture(call, 'avatar'),
  },
  {
    ...{ method: 'DELETE', path: '/api/v1/profile/header', needs: writes },
    answer: (call) => removePicture(call, 'header'),
  },
  {
    ...{ method: 'GET', path: '/api/v1/preferences', needs: person('read:accounts') },
    answer: async ({ ctx }) => answer(preferencesOf(await findPostingDefaults(ctx))),
  },
];

async function account({ ctx }: Call): Promise<Response> {
  const shown = await showOneself(ctx);
  return shown ? answer(shown) : notFound();
}

async function profile({ ctx }: Call): Promise<Response> {
  const own = await findOwnProfile(ctx);
  return own ? answer(profileOf(ctx.config.origin, own)) : notFound();
}

const pictureSeconds = 10 * 60;
const formBytes = 256 * 1024;

/** All of what is asked, or nothing. Pictures come as a form only, and are counted before they are read. */
async function change(call: Call, told: (call: Call) => Promise<Response>): Promise<Response> {
  const { ctx, request } = call;
  const files = /^multipart\//i.test(request.headers.get('content-type') ?? '');
  if (files && (await mayChangePicture(ctx))) return tooFast(pictureSeconds);
  const bytes = files ? 2 * maxPictureBytes + formBytes : formBytes;
  const body = await readBody(request, { bytes, files });
  if (body instanceof Response) return body;
  const read = await readProfileChange(body, {
    handle: ctx.viewer?.handle ?? '',
    posting: await findPostingDefaults(ctx),
    peers: ctx.config.allowedPeers,
  });
  if ('fault' in read)
    return refuse(422, `Validation failed: ${read.fault.field}: ${read.fault.words}`);
  const no = await changeWholeProfile(ctx, read);
  return no ? refusal(no) : told(call);
}

const pictureWords = {
  notAPicture: 'this is no picture that we can read',
  heic: 'this kind of picture cannot be opened; send it as JPEG',
  svg: mediaWords.svg,
  dicom: mediaWords.dicom,
  tooLarge: 'the file is too large, ten megabytes at most',
  tooManyPixels: 'the picture has too many pixels',
} as const;

function refusal(no: ProfileRefused): Response {
  if ('which' in no)
    return refuse(422, `Validation failed: ${no.which}: ${pictureWords[no.refused]}`);
  return no.refused === 'gone' ? notFound() : tooFast(60 * 60);
}

async function removePicture(call: Call, which: ProfilePicture): Promise<Response> {
  return (await removeProfilePicture(call.ctx, which)) ? notFound() : account(call);
}
