/** What one side of a disagreement says, who says it, and which of our rules say the same. */
export interface ConflictSide {
  says: string;
  bodies: string;
  rules: readonly string[];
}

/** Bodies that disagree: shown side by side, and decided by none of us. */
export interface Conflict {
  id: string;
  about: string;
  sides: readonly ConflictSide[];
}

const side = (says: string, bodies: string, rules: string[] = []): ConflictSide => ({
  says,
  bodies,
  rules,
});

/**
 * Every disagreement that we know of. One whose sides have no rules is about what somebody writes or is called, not
 * about who meets whom: a page of rules shows it, advice never does.
 */
export const conflicts: readonly Conflict[] = [
  {
    id: 'C1',
    about: 'People who were in your care',
    sides: [
      side(
        'They are treated like people who are in care now.',
        'NMC 2011, BMA 2011, FSMB 2012; NCSBN, as we remember it',
        ['R27-2011', 'R28-BMA', 'FSMB-2012', 'NCSBN'],
      ),
      side(
        'Weigh how long ago it was, how long and what kind of care, and how fragile they were and are.',
        'GMC 2024; the NMC’s Code, as we remember it',
        ['R28-GMC', 'R27-Code'],
      ),
      side('It is left to your judgement.', 'HCPC, AMA, CPSO, AHPRA', ['HCPC-1-8']),
    ],
  },
  {
    id: 'C2',
    about: 'People who are in your care now',
    sides: [
      side('Do not become friends online.', 'ACP and FSMB, BMA, CPSBC, ACA', [
        'R09',
        'BMA-active',
        'R12',
        'ACA-current',
      ]),
      side(
        'Keep boundaries. We have read no rule that leaves friendship out altogether.',
        'HCPC, AMA, CPSO, AHPRA, RCGP',
        ['R06', 'AMA-friend', 'CPSO', 'R13'],
      ),
    ],
  },
  {
    id: 'C3',
    about: 'How to say not now',
    sides: [
      side('Do not encourage such requests.', 'MDU'),
      side('Say no politely, and explain why.', 'BMA', ['BMA-active', 'R28-BMA']),
      side('Do not just leave it unanswered: talk about it.', 'APA', ['APA-talk']),
    ],
  },
  {
    id: 'C4',
    about: 'Your name',
    sides: [
      side('Whoever says that they are a doctor should give their name.', 'GMC 2013'),
      side(
        'Consider a name that is not your own for public use.',
        'Lawyers of the Society of Radiographers',
      ),
    ],
  },
  {
    id: 'C5',
    about: 'Showing something of a patient with their yes',
    sides: [
      side('Never a picture, even when they ask.', 'NMC 2011'),
      side(
        'Nothing by which somebody can be known; the words "unless you have their permission" have gone.',
        'HCPC 2024',
      ),
      side('With their permission.', 'HCPC 2017, CMPA'),
      side(
        'Pictures without names may be used for teaching without an explicit yes.',
        'RCR, as the Society of Radiographers tells of it',
      ),
    ],
  },
  {
    id: 'C6',
    about: 'How many years count, all of sexual relations and none of friendship',
    sides: [
      side('One year.', 'Ontario’s law', ['R36']),
      side('Two years.', 'APA, as we remember it', ['APA-years']),
      side('Five years.', 'CRPO; ACA, as we remember it', ['CRPO-years', 'APA-years']),
      side('With some people never.', 'Ontario’s occupational therapists, GMC', ['R35']),
    ],
  },
  {
    id: 'C7',
    about: 'Somebody needs help now',
    sides: [
      side('Offer help in an emergency, wherever you are.', 'NMC'),
      side('Give no advice about one’s own case online.', 'ACP and FSMB, ASTRO', ['R17', 'R25']),
    ],
  },
  {
    id: 'C8',
    about: 'Talking about your work in public',
    sides: [
      side('Meet patients in public, and talk with them as a group.', 'SCoR, RCGP, CMPA', [
        'R01',
        'R02',
        'R20',
      ]),
      side('Do not discuss work online.', 'NMC 2011'),
    ],
  },
  {
    id: 'C9',
    about: 'Somebody whom you never cared for',
    sides: [
      side('Keep on posting, with confidence.', 'HCPC, guidance on social media', ['R01']),
      side(
        'Your role has power in social settings too: that they were never your patient does not settle it.',
        'HCPC 1.8, Physiotherapy Board of New Zealand',
        ['R03', 'R04', 'R05', 'NZ-physio'],
      ),
    ],
  },
];

/** In which sides of which disagreements each rule takes part. */
const parts = new Map<string, { conflict: Conflict; side: ConflictSide }[]>();
for (const conflict of conflicts)
  for (const one of conflict.sides)
    for (const rule of one.rules)
      parts.set(rule, [...(parts.get(rule) ?? []), { conflict, side: one }]);

/** The disagreements among some rules: those of which at least two sides are there. */
export function conflictsAmong(rules: readonly string[]): Conflict[] {
  const there = new Map<Conflict, Set<ConflictSide>>();
  for (const rule of rules)
    for (const { conflict, side: one } of parts.get(rule) ?? [])
      there.set(conflict, (there.get(conflict) ?? new Set()).add(one));
  return there.size === 0
    ? []
    : conflicts.filter((conflict) => (there.get(conflict)?.size ?? 0) > 1);
}
