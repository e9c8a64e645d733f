import { parse } from 'tldts';

/** A host that can be named in a check, in words; or why it says nothing about where somebody works. */
export type Institution =
  { named: string } | { refused: 'notAHost' | 'anybodysPages' | 'anybodysMail' };

/** Hosts where anybody gets a page: they are no institution, however they are called. */
const pagesForAnybody = list(`
  about.me academia.edu behance.net bio.link bit.ly bsky.app buymeacoffee.com change.org codepen.io
  dailymotion.com deviantart.com devpost.com discord.com discord.gg disqus.com docs.com dropbox.com
  eventbrite.com evernote.com facebook.com fandom.com figshare.com flickr.com flipboard.com github.com
  gitlab.com gofundme.com google.com goo.gl gravatar.com hashnode.com hey.com instagram.com issuu.com
  keybase.io ko-fi.com leanpub.com linkedin.com linktr.ee livejournal.com loomly.com mailchimp.com
  medium.com meetup.com mendeley.com microsoft.com mixcloud.com msn.com myspace.com orcid.org osf.io
  patreon.com pinterest.com publons.com quora.com reddit.com researchgate.net scribd.com
  semanticscholar.org sharepoint.com slack.com slideshare.net snapchat.com soundcloud.com squarespace.com
  stackexchange.com stackoverflow.com strikingly.com substack.com t.co telegram.org threads.net tiktok.com
  tinyurl.com trello.com tumblr.com twitch.tv twitter.com typepad.com vimeo.com vk.com webnode.com weebly.com
  whatsapp.com wikipedia.org wikidata.org wix.com wordpress.com wordpress.org x.com xing.com yahoo.com
  yolasite.com youtube.com zenodo.org zotero.org`);

/** Hosts where anybody gets an address; more of them by their first word, whatever country follows. */
const mailForAnybody = list(`
  126.com 139.com 163.com aim.com att.net bell.net bellsouth.net bigpond.com blueyonder.co.uk bluewin.ch
  btinternet.com btopenworld.com charter.net comcast.net cox.net duck.com earthlink.net email.com
  eircom.net email.it fastmail.fm foxmail.com free.fr freenet.de googlemail.com hey.com hushmail.com
  icloud.com inbox.com laposte.net libero.it live.com mac.com mail.com mail.ru mailbox.org me.com
  mozmail.com msn.com naver.com ntlworld.com o2.co.uk onet.pl optonline.net optusnet.com.au orange.fr
  passmail.net pm.me posteo.de posteo.net proton.me protonmail.ch qq.com rediffmail.com riseup.net
  rogers.com runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca simplelogin.com sina.com sky.com
  sympatico.ca t-online.de talktalk.net telenet.be telus.net tiscali.co.uk tiscali.it tuta.com tuta.io
  tutamail.com verizon.net videotron.ca virgilio.it virgin.net virginmedia.com wanadoo.fr web.de wp.pl
  xtra.co.nz ya.ru zohomail.com
  10minutemail.com dispostable.com guerrillamail.com maildrop.cc mailinator.com mailnesia.com
  sharklasers.com temp-mail.org tempmail.com throwawaymail.com trashmail.com yopmail.com`);
const mailFamilies = list(`
  aol fastmail gmail gmx googlemail hotmail outlook protonmail rocketmail tutanota yahoo yandex ymail zoho`);

/**
 * Whether a host can stand for an institution, and how it is named: by the part that somebody had to
 * register, so that `nhs.uk.evil.example` is called `evil.example`. Hosts where anybody gets a page or an
 * address are refused; those of the public suffix list (github.io, blogspot.com) too. `peers` are
 * hosts inside a house, which only its operator can name.
 */
export function institutionOf(
  host: string,
  shows: 'page' | 'address',
  peers: readonly string[] = [],
): Institution {
  if (peers.includes(host)) return { named: host.replace(/:\d+$/, '') };
  const { domain, domainWithoutSuffix, hostname, isIp, isPrivate, publicSuffix } = parse(host, {
    allowPrivateDomains: true,
  });
  if (isPrivate) return { refused: 'anybodysPages' };
  if (!domain || !hostname || isIp || hostname !== host || publicSuffix === hostname)
    return { refused: 'notAHost' };
  if (mailForAnybody.has(domain) || mailFamilies.has(domainWithoutSuffix ?? ''))
    return { refused: shows === 'page' ? 'anybodysPages' : 'anybodysMail' };
  if (shows === 'page' && pagesForAnybody.has(domain)) return { refused: 'anybodysPages' };
  const itself = hostname === domain || hostname === `www.${domain}`;
  return { named: itself ? domain : `${domain} (${hostname})` };
}

/** Whether two hosts belong to one institution. */
export function sameInstitution(one: string, other: string): boolean {
  const domainOf = (host: string) => parse(host, { allowPrivateDomains: true }).domain;
  return one === other || (domainOf(one) !== null && domainOf(one) === domainOf(other));
}

function list(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}
