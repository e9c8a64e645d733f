import type { RuleSource } from '../grammar.ts';

/** English phrases for what makes the circle of people smaller. */
export const englishCircle: readonly RuleSource[] = [
  // When.
  {
    says: 'time',
    phrases: `
      last|this|yesterday|tomorrow|tonight <part>
      today|tonight|yesterday|tomorrow|overnight|tonite|tmrw|2nite|2day|yday|earlier
      this|last|next|on|since|every|from|until|for|by|each <day>
      on? <day> <part>
      <day> <part>
      on <day|month>
      last|this|next|past week|weekend|fortnight|shift
      at the weekend
      <month> <num>
      <num> <num>? of? <month>
      on the <num>
      <num> <month> <year>?
      at|around|about <num> <num>? <am>
      at? <num> <am>
      at <num> <num>
      <num> min|mins|minutes|hour|hours|hrs|days ago
      an|one|two|three|half hour|hours|day|days|nights|week|weeks ago
      just now
      just had|scanned|x|xrayed|finished|discharged|admitted|did|seen|saw|treated|dealt|been|came|done
      <day> <person|night|morning>
      on|from|during|end ..1 nights|shift|call
      yesterday s
      end of? shift
      a few|couple days|hours ago
      midnight run?
      straight from
      as we speak
      right now
      <num> <num> <yearish>
      christmas|boxing|new day|eve|year ..1
      since <day|month>
      this lunchtime
      days? ago
      first thing
      shift change|handover
      handover
      this arvo|avo
      in|for an hour|minute
      a week ago
      <day> eve|night
      at noon|midday|lunchtime|dawn|midnight|teatime|breakfast
      half|quarter past|to <num|small>
      this very <part>
      <num> am|pm`,
  },
  {
    says: 'time',
    weight: 0.5,
    phrases: `
      in <month>
      this|last month|year
      <num> weeks ago
      tuesday|monday|wednesday|thursday|friday|saturday|sunday
      few weeks ago`,
  },
  // Where.
  {
    says: 'place',
    phrases: `
      at|in|from|near|outside|to|by|into|across|through|around|for|of [the? <place> <place|of|the|and>? <place|building>? <building>?]
      in|at|from|near [<city>]
      [<place> <place>? <building> <building>?]
      [the ..1 <building> in|on|near|at <place>]
      [ward|theatre|station|level|floor|clinic|unit <num>]
      [the|our|this village|town|parish|estate|high_street|island|valley]
      village|town|street|estate|island
      [by|near|opposite|behind|outside|beside|next the|to ..1 <building>]
      hwy|highway|route|interstate <num>
      the [<initial> <num>]
      <day|am|part|recent|num> , [<unknown|city|place>]
      [on <num> <Cap>? st|street|ave]
      [<place|unknown> <building>]
      [only ..2 in the county|country|town|village|region|island|city|state]
      [<motorway>]
      the|our docks|school|field|church|canal|river|roundabout|harbour|beach|pier|bridge`,
  },
  {
    says: 'place',
    weight: 0.5,
    phrases: `
      in|on|at|from|into|through|our|my|your [our? my? the? this? that? your? ..1 <setting>]
      our|my|this <setting>
      [<setting>] <day|recent|now|just|today|tonight>
      here at work`,
  },
  // Rare, loud, known.
  {
    says: 'rare',
    phrases: `
      <rare>
      [never seen|heard anything|one|such|so|of|like|a]
      [only ..1 person|patient|one|case|family|child|man|woman|<person>] ..3 in|with|ever
      [only ..1 <rare>]
      oldest|youngest|biggest|tallest|heaviest|smallest|largest|first|longest ..1 ever
      [oldest|youngest|longest|tallest|heaviest|smallest|biggest|only|first|rarest ..5 in|on ..1 <region|country|place|city|world|county>]
      [oldest|youngest|longest|last living|surviving|serving|remaining ..1]
      [one in a million|billion]
      [<num> in a million]
      once in a lifetime|career
      [first ..3 in the country|uk|world|county|region|hospital|state]
      world s? first|oldest|youngest
      [rarest ..1]
      very|extremely|incredibly|vanishingly|super|ultra|so rare
      [rare <illness|syndrome|disease|disorder|tumour|condition|gene|cancer|form|genetic|bone|blood|skin|one|case|metabolic>]
      [weirdest|strangest|craziest|wildest|maddest|oddest ..2]
      [swallowed|inhaled|inserted ..3 <object>]
      [<object> ..1 in|up|down|through|inside|stuck|into|lodged ..3 <orifice>]
      [an? <object> intact]
      <object> situation|incident|guy|man
      [born joined]
      [born|delivered ..3 in|on ..3 back|lift|car|tanker|truck|van|train|plane|taxi|bus|ferry|boat|field|toilet|carpark|road ..4]
      born in the|a|my lift|car|park|toilet|taxi|ambulance|corridor|lobby|bath
      see the [knife|nail|bullet|coin|key|<object>]
      couldn|could not|t make it|this up
      [both legs|arms|eyes off|gone]
      the? [same|ultra <rare>]
      size of this|a|that
      [born|delivered at <num|small> weeks]
      [<num> cats|dogs|snakes]
      full [make up]
      [<small|num> fingers|toes|kidneys|nipples]`,
  },
  {
    says: 'event',
    phrases: `
      <happening>
      [come|came|coming|fell|falling|thrown|jumped|knocked off|from|down|through|out ..4 <vehicle|building|happening|heights>]
      [fell|falling|fallen|jumped|thrown|dropped off|from|through|out|into ..4]
      [hit|struck|run|kicked|bitten|attacked|gored|trampled|stung by|over ..3]
      <injury>
      [crash|crashed|accident|incident|fire|attack|stabbing on|at|in ..3 <place|building|motorway|day>]
      [<injury|attacked> ..2 by|in|on|at]
      [took tablets|pills]
      [arm|hand|leg|foot|finger|head in|under|through a ..2]
      lost ..1 leg|arm|hand|foot|finger|fingers|eye
      [car|motorbike|bike|coach|bus|train|tractor|horse|boat|quad|scooter|motorcycle accident|crash|fire]
      [flown|airlifted|helicoptered ..1 in|out|to|from]
      [transfer from ..3]`,
  },
  {
    says: 'news',
    phrases: `
      [in|on|all the|over ..1 news|papers|paper|telly|tv|headlines|radio]
      [front page ..1]
      [from|of|in|after the|that ..1 <happening>]
      [<num> o_clock|pm news]
      [on the ..3 news]
      [local paper|press|news|radio]
      [whole|entire|half the? town|village|street|county|island ..2]
      [you|u ..2 seen|read|heard it|about|the ..3 news|paper]
      [if you saw|heard ..3]
      [that|the <happening|murder|stabbing|crash|fire> in the news]
      [went viral]
      [viral ..1 video|clip|tiktok]
      [is|s ..1 on strictly|bake|love|x|telly|tv]
      police appeal
      crimewatch`,
  },
  // Who they are.
  {
    says: 'age',
    phrases: `
      [<kidage> year|years|yr|yrs|month|months|week|weeks|day|days|mo|wk|y ..1 old|o]
      [<kidage> yo|yr|y|f|m|month|yom|yof]
      [<small> year|month|week|day old]
      [age|aged <kidage|oldage|small>]
      [girl|boy|lad|child|kid|lass|daughter|son|baby|toddler|teenager of|is|was|, <kidage|small>]
      [<oldage> year|years|yr|yrs|y old|o]
      [<oldage>] year|years|yr|yrs|yo|y|f|m ..1 old|lady|man|woman|<person>?
      , [<oldage>]
      is|was|s|turned|turns [<oldage>]
      my|our|a|the [<oldage>]
      [<kidage>] and? three? quarters
      <name> [<kidage>]
      <name> is|was|, [<kidage|small>]
      <kin> , [<kidage|oldage>]
      he|she|who is|was|s only|just? [<kidage|small>] <endish>?
      [only <kidage>]
      foster|little ..3 , [<kidage|small>]
      [born at|on ..3]
      centenarian|nonagenarian
      [newborn|neonate|preemie|premmie]
      [<kidage>] , <care|illness|rare>
      <num|small> weeks|wks gestation|pregnant`,
  },
  { says: 'age', weight: 0.5, phrases: '<young>' },
  {
    says: 'years',
    phrases: `
      [<years> year|years|yr|yrs|y old|o] <person|dad|mum>?
      [<years> yo|yr|y|f|m|yom|yof]
      [age|aged <years>]
      <name|title|person|job|Cap|kin> , [<years>]
      in her|his forties|fifties|sixties|seventies
      <name> is|was [<years>]`,
  },
  {
    says: 'role',
    phrases: `
      [retired|former|ex|famous|well|local known? ..1 <job|nurse|teacher|player|rower|olympic|weather|star>]
      [a|an|the|my|our|local|one|whose|that|this ..1 <job>] ..1
      he|she|who|mum|dad|husband|wife|s|is|was|him a|an|the|our|my? [<job> ..1]
      [<job>] , <num|care|illness|person>
      [<origin>? <job>] , <injury|illness|care|happening|person|arm>
      [drummer|singer|guitarist|captain|owner|manager|lead|striker|presenter of ..4]
      [works|working|worked at|in|for ..4]
      [owns|runs|teaches|preaches|plays|drives at|the|for|in ..4]
      [one of our own ..1]
      who [works|plays|teaches|sings|fought ..3]
      [celebrity|celeb|vip]
      [<job> who|from|with|came]
      <job> <gone|person>`,
  },
  {
    says: 'relation',
    phrases: `
      [<job|mayor|kin|staff> s husband|wife|son|daughter|mother|father|brother|sister|mum|dad|girlfriend|boyfriend|partner|lad]
      [my|our ..1 neighbour|neighbor|neighbours|landlord|hairdresser|ex|boss|old|son|daughter ..1 s? lad|son|daughter|teacher|girlfriend|boyfriend|mate|friend|mum|dad|wife?]
      [my old ..1 teacher|boss|neighbour|friend|flame|headmaster]
      [mum|mom|mother|dad|father|mam of <small|num|twins|triplets>]
      <kin> ..1 is|s a|an|the [<job|teacher|nurse|doctor> ..4]
      [from my|our|the ..1 <group>]
      [went to school|uni|college with]
      [my ex]
      [<person> from number <num>]
      [family|couple of <small|num>]
      [two|three|four brothers|sisters|siblings]
      his|her|their|whose [mum|mother|dad|father|wife|husband|brother|sister is ..3]
      [husband|wife|son|daughter|sister|brother ..2 works|worked]
      [twins]`,
  },
  {
    says: 'role',
    weight: 2,
    phrases: `
      [the|our|local|that|this ..1 <office>] ..1
      [a local|serving|sitting <office>]
      someone|somebody [famous|well known|off the telly]
      the|that|this ..2 <person> [who|that reads|teaches|runs|plays|sings|sells|drives|owns|presents|writes|delivers|makes|cuts|cleans|bakes|rings|coaches|works|fixes|won|wrote|played ..4]
      <person|pronoun|who> ..4 [<made> a|an|the|for|in|on|with ..3]
      [plays ..3 outside|at|in|for ..2]
      [<office> of|at|from ..3]
      [the guy|man|woman|lad|lady|girl|one who|that was ..4]
      [director|head|captain|manager|owner at|of|from|for <place> ..2]`,
  },
  { says: 'origin', phrases: '<origin>\nfrom [<country>]' },
  {
    says: 'pattern',
    phrases: `
      [<count> admission|overdose|attempt|time|fall|relapse|visit|baby|miscarriage|stroke|seizure|section|crisis ..2 week|month|year|today|tonight|row|running]
      [<count> admission|overdose|attempt|relapse|crisis|miscarriage]
      [number <small|num> this year|month|week]
      [keeps no|missing|cancelling|coming|absconding ..1]
      [frequent flyer]
      [every ..1 <day>]
      [<num> days] , <illness|care>`,
  },
  {
    says: 'mark',
    phrases: `
      [<adjective>? face|neck|spider|dragon|swastika tattoo ..3]
      [tattoo of ..3]
      [tattoo on ..2 face|neck|forehead]
      [red|ginger|purple|blue|green|pink hair|mohican|mohawk|wig|beard|haired]
      [one legged|armed|eyed]
      [glass|missing eye|ear|nose]
      [wooden leg]
      headscarf|turban|hijab|burqa|burka
      [siamese twin]`,
  },
  {
    says: 'quote',
    weight: 0.5,
    phrases: `
      <pronoun|person|bay> ..3 told|said|asked|shouted|sang|whispered ..3 <quoted> ..2
      [told ..3 <quoted>]
      [said <quoted>]`,
  },
];
