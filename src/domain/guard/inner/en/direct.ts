import type { RuleSource } from '../grammar.ts';

/** English phrases for what may be enough alone. */
export const englishDirect: readonly RuleSource[] = [
  // Names.
  {
    says: 'staff',
    phrases: `
      <doctor> [<Cap> <cap>?]
      <staff> [<name>]
      [<name>] the|our|my|a ..1 <staff>
      [<name>] from our|the|my ..2 team|department|mdt|radiology|physio|pharmacy|reception|imaging|office|it
      [<name>] is? the|our|my|from|a ..1 <staff>
      [<name>] <staff>
      [<name>] and|& i|me
      i m|am [<Cap>]
      my name is|s [<Cap>]
      <talk> ..2 by|from [<Cap>]
      [<Cap> <cap>?] s? ..1 <talk>
      thanks|congratulations|congrats|welcome|kudos to|dr ..1 [<Cap> <cap>?]
      blogger|host|guest|speaker|author|editor|mentor|colleague|tutor|manager|boss ..4 [<Cap>]
      by [<Cap> <cap>?]`,
  },
  {
    says: 'name',
    phrases: `
      [<title> <Cap> <cap>?]
      pt|patient|client [<initial> <Cap>]
      [<initial> <unknown|name>] , <num|aged>
      <kin> <doctor> [<Cap> <cap>?]
      <kin|person|star> [<name> <cap>?] , ..9 <care|illness|rare>
      <kin> [<name> <num>]
      [<name> <num>] ..9 <care|illness|gone>
      guest star|shout ..3 [<name>]
      shout out|outs to [<name>] who|for ..5 <care|illness|last|finished>
      [<name>] who ..4 <care|illness|gone>
      lovely|gorgeous|dear|poor|brave|sweet|darling [<name>]
      [<name>] from|in ..1 <bed>
      baby|bby|wee|little|old|young|poor|dear [<someone>]
      patient|pt|client|gentleman|lady|guy|called|named|name|named [<someone> <cap>?]
      <tend> [<name> <cap>?]
      <tend> [<unknown> <cap>?]
      comfort|console|hug|with|for|to|from [<name>] s mum|dad|mother|father|wife|husband|family|daughter|son
      her|his|their name is|was|s [<Cap> <cap>?]
      [<name> <cap>?] s ..2 <care|illness>
      [<name> <cap>?] , <num>|aged
      [<name> <cap>?] he|she ..3 <num|small>
      [<name> <cap>?] , <small> ,
      [<name> <cap>?] in|at ..2 <bed>
      [<name> <cap>?] ..5 turned|showed|came|popped|rolled|walked|wandered up|in|into|by|to ..3 <care|setting>
      [<name> <cap>?] who? <gone>
      [<name> <cap>?] <does> ..7 <care|illness|rare>
      [<unknown> <cap>?] <does> ..2 <care|illness|rare>
      [<name> <cap>?] ..4 his|her|their ..4 <care|illness|rare>
      [<name> <cap>?] <does> <gone>
      <care|illness> ..3 for|of [<name> <cap>?]
      rip|goodbye|bye|farewell|yay|miss|bless [<name> <cap>?]
      through|with [<name> <cap>?] ..3 <care|illness|gone>
      <bed> <num> [<name> <cap>?]
      discharge|star|hero of the day|week|month ..1 [<name> <cap>?]
      [<name> <Cap> .] ..4 <birthword>
      [<name> <initial>] `,
  },
  { says: 'first', phrases: '[<name> <cap>?]' },
  { says: 'yours', phrases: '[your|ur ..2 <care|illness|body> ..2]' },
  {
    says: 'birth',
    phrases: `
      [d o b ..1 <num> <num|month>? <num>?]
      [<birthword> ..2 <num> <num|month> <num>?]
      his|her|patient|s|their [birthday ..2 <num|month> <num|month>]
      [born <num|month> <num|month> <year>]
      [born on ..1 <num> <num|month>? <year>?]`,
  },
  // Handles.
  {
    says: 'handle',
    phrases: `
      [<handle>] is|was|has|had|having|needs|missed|came|comes|starts|started|refused|still|attends|attended ..5 <care|setting|illness>
      <tend> [<handle>]
      is|was|does|if|has [<handle>] ..3 <care|patient|yours|ours|one|come|attend>
      [<handle>] s ..2 <care|illness|results>
      know|knows if [<handle>]`,
  },
  // Beds, rooms, slots.
  {
    says: 'bed',
    phrases: `
      [<bed> <num>] ..9 <pronoun|person|gone|care|illness|tend|kicks>
      [<bed> <small>] ..9 <pronoun|person|gone|illness|kicks>
      [<bed> <num>] told|wants|keeps|asked|said|refuses|died|thinks|won
      [<bed> <num>] has|had|is|needs ..4 <illness|gone|care>
      <person|pronoun|name|illness|gone|photo> ..6 [<bed> <num>]
      my|our|your|his|her [<num> <oclock>]
      the [<num> <oclock>] ..2 <pronoun|person|gone|illness|has|was|is|who|didn|never>
      my|our|the|your [<num> <num>] <recent|was|is|had|has|person|patient|slot|appointment|who>
      <person|job|name> in [<num>] ..6 <pronoun|gone|illness|tend|blesses|kicks|has|wants>
      the ..2 <job|person|someone> in|from [<bed> <num|small>]
      <name|job> in|from ..1 [<bed> <num|small>]
      my|our|the [<small> o? <oclock>]
      [slot <num> <num>?]
      <name|title> ..3 [<bed> <num>]
      [<bed> ..3 by the window|door]
      <name|someone> in [<num> <initial>]`,
  },
  // Pictures.
  {
    says: 'picture',
    phrases: `
      [<view> of] ..1 us|him|her|his|the|my|this|a|an|our ..2 <person|patient|scan|fracture|wound|chest|knife|room|unit|ward|control_room|bay|suite>
      [photo|pic|picture|snap|selfie|snapshot|image from] ..1 <setting|theatre|ward|resus>
      [quick|a|took|snapped|sneaky pic|photo|picture|snap|selfie of] ..1 his|her|him|the|my|this|our
      [look at|check this|his|her <view>]
      [look at|check the size of ..2] <care|illness|cyst|thing|tumour>
      [selfie|photo|pic] ..5 [<screen>]
      <screen> [behind|in the background]
      [the <screen> behind]
      [cropped|blurred|covered|blacked|hid|removed|edited ..2 name|face|names|details|dob ..2]
      [names on the|our board|desk|screen|whiteboard]
      [photo|selfie|pic|picture] with my|our|the ..2 <person>
      [<view>] attached|below|here|in thread ..4 <person|pronoun>`,
  },
  // Replies that would confirm care.
  {
    says: 'confirms',
    phrases: `
      [loved|enjoyed|lovely|great|privilege|honour|pleasure having|treating|meeting|looking|nursing|caring|seeing|scanning ..2 you ..2] on|in|at|to|for|with ..1 <setting|care|us|list|clinic>
      [your|ur ..2 <care|body> ..1 is|are ..1 ready|due|booked|back|in|overdue|attached|waiting|cancelled|confirmed|rescheduled]
      [happy|pleased|delighted|thrilled|satisfied with your|ur ..3] ..1 at|with|from|by our|us|the
      [your|ur ..2 <care> at|with|from|in our|us ..2]
      [hope|hoping baby|bub|mum|dad|she|he|her|his|little|the ..2 is|are|s ..1 feeding|sleeping|better|settling|well|home|recovering|ok|doing]
      [thank|thanks you? for ..2 review|feedback|stars] ..9 <care|clinic|surgery|setting>
      [lovely|great|good|nice|pleasure|glad|happy|delighted|wonderful to see|seeing|meet|scan|treat|have|meeting you] ..2 <recent|day|care|clinic|setting>
      [see you] ..3 <day|tomorrow|clinic|follow|next>
      [looking forward to seeing you ..3]
      [your|ur ..2 <care|illness|body> ..1 with us|me|here]
      [your|ur ..2 <care|illness|body> ..3 after|since|on|at] ..2 <recent|day|session|us|clinic|setting>
      [your|ur ..1 <care|body|illness> came|went|looked|look|looks|settles|settled|heals|healed|healing|is|was|are|were|showed|shows] ..2 <good|fine|clear|normal|back|ok|okay|well|great|healing|better|worse>
      [your|ur <care> ..2] here|on|at|last|this ..1 <recent|day>
      [you|u were|was ..3] with|in|at|by|on us|our|clinic|the <setting>?
      [when you came|were ..3] ..1 us|here|clinic|ward|me
      [you missed|had|have|attended|booked|cancelled|rebooked|rescheduled|dnaed|signed ..1 your|an|the ..3 <care|consent>]
      [we|i have no|a|your record of you|your]
      [we|i|ve scanned|treated|saw|operated|nursed|delivered|xrayed|admitted|discharged|looked you|u|after]
      [you|u re|are ..1 on my|our|the list|books|caseload|worklist]
      [you are|re|were ..1 my|our|a ..2 patient|pt]
      [the knee|hip|shoulder|back|wound|scar|dressing|skin|cast|plaster|arm|leg|foot|ankle|wrist] after|since ..3 <session|me|us|day|visit|recent>
      [hope|hoping|glad the ..1 <body>] is|are ..1 holding|healing|better|settling|ok|doing
      [hope|hoping your|ur ..2 <body|care>] ..1 settles|heals|is|are|feels|improves
      [before|after|during your ..2 <care>] at|with|in our|us|my|here
      [sorry you ..3] at|about|during your|the ..3 <care> ..2 here|us|our|<day|recent>
      [how s|is|are your|the ..1 <body>] ..3 <recent|day|doing|session|since|now>
      [thanks|thank for coming|popping|attending in|to] ..3 <day|recent|clinic|us>
      [glad|pleased|relieved|happy|delighted the|that|all ..2 <body|care|illness> came|went|is|was|has|worked|healed ..2]
      [we|i ll see you ..2] <day|tomorrow|clinic|next|then|at>
      [i|we remember your ..2 <care|illness|body>]`,
  },
  {
    says: 'hello',
    phrases: `
      see you all|everyone|everybody|there|guys
      you all
      if you|your
      please
      see|meet|seeing|meeting you ..5 <talk|happens>
      see you ..2 <tagged>`,
  },
  // Against the person's wish.
  {
    says: 'against',
    phrases: `
      [<kin|she|he|pronoun|name> ..2 doesn|doesnt|didn|don|hasn t? want|told|tell ..5] 
      [<kin|pronoun|she|he> would|d|will|ll kill|murder|hate|die me|it|this|if|for ..2]
      [made|swore|sworn me|to ..1 promise|secrecy|swear ..4]
      [don|dont t? tell ..1 <pronoun|kin|anyone|anybody>]
      [without <pronoun|kin|his|her|their> ..1 knowing|knowledge|permission|consent]
      [<kin|pronoun> ..1 has|have|had|hasn|haven|hadn not|t told ..2]
      [<kin|pronoun> ..1 not ..1 told ..2]
      [not supposed|meant to say|tell|share|post|know]
      [in confidence|secret]
      [told me ..2 secret|confidence|privately]
      [wants|wanted to keep|keep it|this quiet|private|secret]
      [keeping it|this quiet|secret|private]
      [nobody|no one|noone ..2 knows|know|tell|tells]
      [<kin|pronoun|ex|name> ..1 doesn|don|doesnt|dont|didn t? know ..2]`,
  },
];
