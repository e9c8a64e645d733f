import type { ArchiveParts } from './archive-zip.server.ts';

/** The letter that lies on top: what is in a copy, what is not, and why. */
export function aboutThisCopy({ place, origin, handle, made }: ArchiveParts): string {
  return `Everything kept about @${handle} at ${place}
${origin}, ${made.toISOString().slice(0, 16).replace('T', ' ')} UTC

Open index.html to read it: any browser can, also without a network.

For programs
  person.json    your page, roles, links, work, consents, ways to sign in, devices, invitations
  posts.json     what you wrote, with what it said before each change
  messages.json  with whom you wrote messages, and what you said
  connections.json  whom you follow, blocked or muted, who follows you, your friends and what is around
                    them (requests, introductions, contact details, meetings), and your notes about people
  marks.json     what you boosted, liked, kept and pinned
  scheduled.json posts that wait for their time
  reading.json   hashtags that you follow or show, lists, and filters
  media.json     pictures, video and sound that you sent for posts, with your descriptions
  club.json      answers, guest posts, comments, pictures, duties, notes to hosts
  notifications.json  what you were told, and what you want to be told
  apps.json      apps that may act for you
  house.json     what you did as an operator, if you are one
  leaving.json   when you asked for this copy, and whether you are leaving
  actor.json     you, as other servers of the fediverse describe a person (ActivityStreams 2.0)
  outbox.json    what you published, in the same language, oldest first
  media/         your pictures, videos and sounds, as they are kept here

Times are in UTC.

What is not in it
  - What others wrote: their answers to you, what they said before you put it right. It is theirs.
    You find on the pages what they published, and in your letters what they wrote to you.
  - Who came by your invitations, and who looked up your entry in a register: those are other people.
  - Passwords, keys, codes and links that open something. We keep only marks of them that lead nowhere,
    and whoever finds this file should not find a door in it.
  - Followers and likes: there are none here yet.

Keep this file as you would keep a diary. Here it was removed once you had fetched it.
`;
}
