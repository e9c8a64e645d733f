import type { Role } from '#domain/people/roles.ts';
import type { Duty } from '#domain/club/duties.server.ts';

/** Somebody invented. `duties` are in the club of the demonstration. */
export interface DemoPerson {
  handle: string;
  name: string;
  bio: string;
  pronouns?: string;
  languages?: string[];
  roles: Role[];
  zone: string;
  duties: Duty[];
}

/** Ten people whom nobody has met. Their addresses are HANDLE@example.org. */
export const people: DemoPerson[] = [
  {
    handle: 'sabine_ruoff',
    name: 'Sabine Ruoff',
    bio: 'Medical physicist and collector of unread papers. I plan the months and make far too much coffee. (An invented person.)',
    roles: ['professional', 'researcher'],
    pronouns: 'she/her',
    languages: ['de', 'en'],
    zone: 'Europe/Berlin',
    duties: ['curator'],
  },
  {
    handle: 'tomasz_w',
    name: 'Tomasz Wilk',
    bio: 'Radiation therapist, choir bass, host on most Thursdays. Ask me about the mask, I have worn one. (An invented person.)',
    roles: ['professional'],
    languages: ['pl', 'en'],
    zone: 'Europe/Warsaw',
    duties: ['host'],
  },
  {
    handle: 'aroha_k',
    name: 'Aroha K.',
    bio: 'Radiographer at the edge of the map. Early bird by time zone, not by nature. (An invented person.)',
    roles: ['professional'],
    pronouns: 'she/they',
    languages: ['mi', 'en'],
    zone: 'Pacific/Auckland',
    duties: ['coHost'],
  },
  {
    handle: 'maren_holt',
    name: 'Maren Holt',
    bio: 'Twenty-five fractions, one bell not rung. I write about what hospitals sound like from lying down. (An invented person.)',
    roles: ['patient'],
    zone: 'Europe/London',
    duties: ['guestBlogger'],
  },
  {
    handle: 'dede_okafor',
    name: 'Dédé Okafor',
    bio: 'Second-year student. I take the notes, so that somebody else can talk. (An invented person.)',
    roles: ['student'],
    zone: 'Europe/London',
    duties: ['noteTaker'],
  },
  {
    handle: 'quietbat',
    name: 'quiet bat',
    bio: 'Mostly reading. Here because evenings are long after treatment days.',
    roles: [],
    zone: 'America/Toronto',
    duties: [],
  },
  {
    handle: 'lin_of_the_hills',
    name: 'Lin',
    bio: 'I drive my mother to every appointment and remember what was said. (An invented person.)',
    roles: ['carer'],
    zone: 'Australia/Sydney',
    duties: [],
  },
  {
    handle: 'jo_calgary',
    name: 'Jo',
    bio: 'Living with it since 2014. Gardener. I prefer questions to advice. (An invented person.)',
    roles: ['patient'],
    zone: 'America/Edmonton',
    duties: [],
  },
  {
    handle: 'nadia_h',
    name: 'نادية حداد',
    bio: 'Radiographer and teacher; two languages before breakfast. مرحبا بكم. (An invented person.)',
    roles: ['professional'],
    languages: ['ar', 'en'],
    zone: 'Asia/Amman',
    duties: [],
  },
  {
    handle: 'ferro_sp',
    name: 'Ferro',
    bio: 'Student from São Paulo, first journal club ever. Be gentle. (An invented person.)',
    roles: ['student'],
    languages: ['pt', 'es', 'en'],
    zone: 'America/Sao_Paulo',
    duties: [],
  },
];
