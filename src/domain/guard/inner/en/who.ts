import type { RuleSource } from '../grammar.ts';

/** English phrases for whom a text is about, and for what lifts; see judge.ts for what each meaning does. */
export const englishWho: readonly RuleSource[] = [
  // Whom it is about.
  {
    says: 'third',
    phrases: `
      a|an|my|our|this|that|the|another|one|his|her|their|some|dear|sweet|poor|little|lovely ..3 <person>
      <adjective> <person>
      two|three|four|both <person>
      <num> year|yr|yo|y|month|week old|o|f|m? ..1 <person|adjective|illness>?
      <num> <person>
      <num> yo|f|m|yof|yom
      <person> in|with|from|who|whose|that|came|asked|told|said
      the one|lady|guy who
      we|i|just|ve treated|scanned|nursed|had|saw|met|see|treat|scan|got|get|have|lost|admitted ..2 <person|job|origin>
      our|my <small|num> <oclock>
      someone|somebody i|we went|know|knew|treat|scanned
      one of our own
      frequent flyer
      my|our <num> ..2 patient|pt
      patient|pt's|px|case
      <num> yr|yrs|year|years|mo|month|y|o old? mum|dad|mother|father|man|woman|male|female|boy|girl|lad|lass|pt|patient|<person>
      <num|small> y o
      <num> yo|yof|yom|mo|wk
      first|last time|one seeing|seen|scanning|scanned|meeting
      delivered|born by|at|in|this|a|the|two|<person>
      <small> year|month|week|day old
      our|my <num> <num>
      <name> who|whose
      the <job> in|who|with|from
      the|that|an ..2 in bed|bay|room|resus
      <tend> a|an|the|this|that|two|three|someone|somebody
      <name> turned|showed|came|popped|rolled|walked|wandered up|in|into|by|to
      <job> <gone>`,
  },
  {
    says: 'worker',
    phrases: 'a|an|the|retired|former|famous|local|my|our ..2 <job>\n<origin> <job>\n<job>',
  },
  {
    says: 'kin',
    phrases: `
      my|our|his|her ..2 <kin>
      mum|mom|mam|dad|gran|grandma|grandad|nan|nana|granny|hubby`,
  },
  {
    says: 'group',
    phrases: `
      patients|people|women|men|parents|children|everyone|many|most|some|clients|families who|often|tell|say|told|said|ask|want|with|over|under|in
      <num> patients|people|women|men|participants|cases|scans|parents|answers|responses`,
  },
  // What lifts.
  {
    says: 'cited',
    phrases: `
      doi|pmid|pmcid|isbn|arxiv|nct|isrctn|et_al
      et al
      case report|series|reports
      in the|this|that|a|our|their trial|study|paper|cohort|survey|audit|dataset|registry|sample|article|review
      median|mean age|follow
      published in|last|this|with|by|yesterday|today|online|as|case
      figure|fig|table|chapter|case <num>
      lancet|bmj|jama|nejm|textbook
      ci|iqr|hr|or <num>
      hazard|odds|risk ratio
      participants|patients|women|men|people|adults|children|respondents|survey|sample n <num>
      consented|consent to|for publication
      <num> of <num>
      the trial|paper|study|authors|survey|cohort|participants
      oldest|youngest participant
      phd participants
      participants were|was|are|had
      ethics <num>`,
  },
  {
    says: 'supposed',
    phrases: `
      imagine|suppose|picture|consider a|an|you|your|that|this|the|it|someone|somebody|two|we|if
      imagine|suppose|consider , ..2 <title>
      let s say|imagine|pretend|suppose
      say a|an|your patient|teenager|person|colleague|client
      vignette|fictional|fictitious|hypothetical|hypothetically|osce|mannequin|manikin
      scenario , 
      scenario <num>
      invented|imaginary|simulated|simulation case|patient|person|story|name|man|woman|ward
      made up case|patient|story|example|name
      role play
      what if a|an|your|you
      what would|do|will you do|say if|when
      exam question|case
      call her|him|them ..1 example
      mock|practice|example|teaching|sample case|patient|scenario|viva|exam
      case for students
      sim session|day|suite|patient|man
      for students
`,
  },
  {
    says: 'general',
    phrases: `
      if|when|whenever|should a|an|your|somebody|someone|the|any|every ..1 <person>
      if|when somebody|someone|people
      every|any|each ..1 <person>
      it was|is me
`,
  },
  {
    says: 'public',
    phrases: `
      king|queen|prince|princess|president|pope charles|catherine|kate|of|william|harry|biden|trump|obama|carter|francis
      marie|pierre curie
      <cap>? rontgen|roentgen
      henrietta lacks
      deborah james
      paul kalanithi
      jade goody
      angelina jolie
      kylie minogue
      steve jobs
      stephen|stephan hawking
      chadwick boseman
      florence nightingale
      phineas gage
      kate|catherine middleton
      cicely saunders
      oliver sacks
      michael j fox
      documentary|memoir|autobiography|biography|novel
      bbc|itv|netflix|guardian|channel documentary|interview|programme|series|drama|4
      in <year>`,
  },
  {
    says: 'announced',
    phrases: `
      <happens> ..9 <day|month|num>
      <day|month|num> ..9 <happens>
      join us|me
      see|meet|met|seeing you all|everybody|everyone
      great|lovely|good to see|meet|have you all|everyone|everybody
      <talk> ..5 in|at|by|on|about|from
      happy retirement|birthday|anniversary
      i m ..2 speaking|teaching|off|presenting|running
      thanks|thank to|everyone|you|all ..4 <talk>
      i|we|my|our ..6 <happens>`,
  },
  {
    says: 'span',
    phrases:
      '<num> years|yrs|months|weeks|days|hours|minutes on|in|of|at|after|with|as|ago|later|since|for|married|now|together',
  },
  { says: 'she', phrases: 'he|she|him|her|his|herself|himself' },
  { says: 'colleague', phrases: 'my|our|the|a|an|new ..2 <staff>\nmy ..1 <kin>' },
  { says: 'reply', phrases: '<opening> <name|Cap|handle>\nreply\n<opens_handle>' },
  {
    says: 'advice',
    phrases: `
      ring|call|ask|contact|phone|speak|talk|tell|see|visit|try|please|check|bring|remember your|to|with|the|whoever|a
      your own|paper|talk|poster|slides|thread|post|question|department|unit|trust|team|patients|students|colleagues|protocol|service
      your ..4 protocol|department|dept|diagram|anatomy|team|slides|poster|talk|paper|service|trust|place|site
      night|long|late|day|early shift`,
  },
  {
    says: 'mine',
    phrases: `
      i was|am|m the ..2 <person>
      i was|am|m told|diagnosed|admitted|treated|operated|in|sectioned|born|raised
      i fell|broke|woke|spent|nearly
      i had|have|ve|need|got|lost my|a|an|the|cancer|type|stage
      my own
      my scan|appendix|surgeon|diagnosis|treatment|chemo|mask|results|tumour|cancer|operation|op|mri|ct|mammogram|smear|registration|birthday|dog|cat
      i|we lost my|our mother|father|mum|dad|mom|colleague|friend|nan|gran|grandad|brother|sister
      my|our <adjective>? colleague|mentor|teacher|tutor|gp|dog|cat|boss`,
  },
];
