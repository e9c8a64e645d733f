import type { RuleSource } from '../grammar.ts';

/** English phrases for illness and care, and for other persons in treatment beside the author. */
export const englishOthers: readonly RuleSource[] = [
  // A detail of health, beside another person.
  { says: 'health', weight: 0.5, phrases: '<illness|rare>' },
  { says: 'view', phrases: '<view>' },
  {
    says: 'care',
    phrases:
      '<care>\n<tend> a|an|the\n<setting>\nwe had|got|saw|lost ..3 <person>\nrang|ring|rings|ringing the bell\npatient|pt|client|shift|ward|nights|midwife|physio|paramedic',
  },
  // Another person in treatment, seen by somebody in treatment.
  {
    says: 'beside',
    phrases: `
      [the|a|an|another|that|poor|old|this|some ..2 <person> ..1 before|behind|opposite|beside|alongside|after|across|facing ..1] me|us|mine
      [the|a|an|another|that|poor|old|this|some ..2 <person> ..2 opposite]
      [the|a|an|another|that|poor|old|this|some ..2 <person> ..1 next to] me|us
      [the|a|an|another|that|poor|old|this|some ..3 <person> in|by|on the|my|our|same|next ..1 next|same|other|bed|bay|chair|room|ward|cot|window|cubicle|opposite ..1]
      next|opposite|beside|alongside|across|with to? [a|an|the ..2 <person|job> ..2]
      [the|that|this ..2 <person> in <num|bed>]
      [<person> <small|num> chairs|beds|bays|doors|seats|rows along|down|away|over]
      [<name> in|from|on ..1 <bed|ward> <num>?]
      [my|our ..1 roommate|roomie|ward|bay|bed|cell mate?|neighbour?|buddy?]`,
  },
  {
    says: 'peer',
    phrases: `
      bumped into <title|name|person>
      a|another|one|that|this|some ..2 <person> in|from|on|at my|our|the ..1 ward|group|bay|clinic|unit|waiting|chemo|forum|room
      my|our ..2 friend|mate|buddy|pal <name>
      my|our|a ..2 friend|mate|buddy|pal <name>? ..1 from|in|at ..2 group|chemo|clinic|ward|hospital|treatment|radio|dialysis|rehab
      my|our ..1 friend|mate|buddy|neighbour <name>
      there was|is a ..2 <person>
      my|our <care> neighbour|neighbor|mate|buddy|twin|friend|pal
      <name> told|tells|said|says|shared|confessed|admitted ..4 her|his|their
      my|our <care> ..1 <name>`,
  },
  {
    says: 'theirs',
    phrases: `
      has|had|s|with|whose|who|her|his|their|is|was|got|having|getting|both|found ..4 <illness|rare|gone|care>
      <name|person> ..3 <gone>
      <illness|rare> too|apparently|also`,
  },
  {
    says: 'friend',
    phrases:
      'my|our ..2 friend|mate|buddy|pal|twin|bestie|neighbour|neighbor|roommate <name>\nmy|our <care> ..1 <name>',
  },
  { says: 'ours', phrases: 'my|our|i|me|we ..2 <illness|rare|gone|care>' },
  {
    says: 'crowd',
    phrases: `
      [everyone|everybody|people|ladies|others|girls|women|men|faces|patients|all ..5 behind|beside|around|next ..1 me|us]
      [whole|entire infusion|waiting|chemo|day suite|room|ward|unit|bay|lot]
      [us lot]
      [photo|selfie|pic|picture of|with ..3 <people|others|suite|room|ladies|bald|area|row|bay|ward|queue>]
      [spot the ..4]`,
  },
];
