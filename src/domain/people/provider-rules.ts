import { z } from 'zod';

/** What kind of service it is: one that we know by name, or any that speaks OpenID Connect. */
export const providerKinds = ['google', 'orcid', 'facebook', 'wordpress', 'oidc'] as const;
/** One of them. */
export type ProviderKind = (typeof providerKinds)[number];

/** Where a service that has no discovery, or none that we use, answers. */
export interface Endpoints {
  authorization: string;
  token: string;
  userinfo: string;
  /** Where its keys are; only OpenID Connect has them. */
  keys?: string | undefined;
}

/** What we know of a kind of service beforehand. */
export interface Preset {
  name: string;
  issuer: string;
  scopes: string;
  /** Absent: the service says where it answers (OpenID Connect discovery). */
  endpoints?: Endpoints;
  /** Whether its word about somebody's address may be taken, as far as we know. */
  trustsAddresses: boolean;
  /** Where the operator registers this place, and what to ask for there. */
  register: { at: string; how: string };
}

/** Kind -> what we know of it. `oidc` is known by what the operator writes alone. */
export const presets: Readonly<Record<Exclude<ProviderKind, 'oidc'>, Preset>> = {
  google: {
    name: 'Google',
    issuer: 'https://accounts.google.com',
    scopes: 'openid email',
    trustsAddresses: true,
    register: {
      at: 'https://console.cloud.google.com/auth/clients',
      how: 'Make an OAuth client of the type “Web application”.',
    },
  },
  orcid: {
    name: 'ORCID',
    issuer: 'https://orcid.org',
    scopes: 'openid',
    trustsAddresses: false,
    register: {
      at: 'https://orcid.org/developer-tools',
      how: 'Register for the public API; it is free. ORCID tells us somebody’s iD, and no address.',
    },
  },
  facebook: {
    name: 'Facebook',
    issuer: 'https://www.facebook.com',
    scopes: 'public_profile email',
    // Without a version in the path, Facebook answers with the oldest that still works.
    endpoints: {
      authorization: 'https://www.facebook.com/dialog/oauth',
      token: 'https://graph.facebook.com/oauth/access_token',
      userinfo: 'https://graph.facebook.com/me?fields=id,name,email',
    },
    trustsAddresses: false,
    register: {
      at: 'https://developers.facebook.com/apps',
      how: 'Make an app with “Facebook Login”. Its App ID and App secret belong below.',
    },
  },
  wordpress: {
    name: 'WordPress.com',
    issuer: 'https://public-api.wordpress.com',
    scopes: 'auth',
    endpoints: {
      authorization: 'https://public-api.wordpress.com/oauth2/authorize',
      token: 'https://public-api.wordpress.com/oauth2/token',
      userinfo: 'https://public-api.wordpress.com/rest/v1.1/me',
    },
    trustsAddresses: false,
    register: {
      at: 'https://developer.wordpress.com/apps/',
      how: 'Make an application of the type “Web”.',
    },
  },
};

/** What is kept about a provider beside its secret. Absent parts are the preset's. */
export const providerSettings = z.object({
  clientId: z.string(),
  issuer: z.string().optional(),
  scopes: z.string().optional(),
  endpoints: z
    .object({
      authorization: z.string(),
      token: z.string(),
      userinfo: z.string(),
      keys: z.string().optional(),
    })
    .optional(),
});
/** What `providerSettings` reads. */
export type ProviderSettings = z.infer<typeof providerSettings>;

/** Ids that are words of our own addresses, or a preset's. */
const takenIds: readonly string[] = [
  ...Object.keys(presets),
  ...['mastodon', 'address', 'letter', 'connect', 'new', 'back'],
];

const line = (most: number, words: string) =>
  z.string().default('').transform(oneLine).pipe(z.string().max(most, words));
const needed = (most: number, words: string) => line(most, words).pipe(z.string().min(1, words));
const address = line(500, 'This address is too long.');

/** The name of a provider in our addresses. */
export const providerIdField = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9-]{1,29}$/, 'Use 2 to 30 small letters, digits and -, a letter first.')
  .refine((id) => !takenIds.includes(id), 'This word is taken. Please choose another.');

/** What the operator writes about a service that we know. An empty secret leaves the one that is kept. */
export const presetForm = z.object({
  'client-id': needed(500, 'Write the client ID that the service gave you.'),
  secret: line(2000, 'This is too long for a secret.'),
  trusts: z.string().optional(),
});

/** What the operator writes about any other service. Endpoints are all there, or none. */
export const oidcForm = presetForm
  .extend({
    name: needed(40, 'Write a name that people know it by, 40 characters at most.'),
    issuer: needed(500, 'Write the address of the service, like https://login.example.org'),
    scopes: line(200, 'Please use 200 characters or fewer.'),
    authorization: address,
    token: address,
    userinfo: address,
    keys: address,
  })
  .superRefine(({ authorization, token, userinfo, keys }, ctx) => {
    const given = { authorization, token, userinfo, keys };
    const missing = Object.entries(given).filter(([, text]) => text === '');
    if (missing.length === 4) return;
    for (const [path] of missing)
      ctx.addIssue({
        code: 'custom',
        path: [path],
        message: 'Write all four addresses, or leave all four empty.',
      });
  });
/** What `oidcForm` reads. */
export type OidcFields = z.infer<typeof oidcForm>;

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
