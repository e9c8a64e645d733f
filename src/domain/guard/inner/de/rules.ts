import type { RuleSource } from '../grammar.ts';

/** German phrases; see judge.ts for what each meaning does. */
export const germanRules: readonly RuleSource[] = [
  {
    says: 'third',
    phrases: `
      ein|eine|einen|einem|einer|mein|meine|meinen|meiner|unser|unsere|unseren|unserer|dieser|diese|diesen|der|die|den|dem|das|kleiner|kleine|armer|arme|anderer|andere ..2 <person>
      zwei|drei|vier <person>
      patientin
      patient
      <person> mit|aus|von|ohne
      <num> jahre
      tochter|sohn|frau|mann|mutter|vater|bruder|schwester des|der|vom|von
      bei uns entbunden|gestorben|aufgenommen
      <num> jahrige|jahriger|jahrigen
      ihn|ihm|er|seine|seiner|seinen ..4 <gone|care|illness>
      ihr|ihre|ihrer|ihren|sie ..2 <gone|care|illness>
      sein|seine ..1 <illness|care>`,
  },
  {
    says: 'worker',
    phrases:
      'ein|eine|einen|einem|der|die|den|unser|unsere|mein|meine|ehemaliger|ehemalige|pensionierter ..2 <job>\n<job>',
  },
  {
    says: 'kin',
    phrases:
      'mein|meine|meinen|meiner|meinem|unser|unsere|unseren ..1 <kin>\nmama|papa|mutti|oma|opa',
  },
  {
    says: 'cited',
    phrases: `
      doi|pmid|isbn|lancet
      et al
      fallbericht
      in|aus der|einer|dieser|unserer studie|arbeit|kohorte|umfrage|stichprobe
      mediane|mittlere|medianes|mittleres alter
      median
      veroffentlicht in|mit
      abbildung|tabelle|kapitel <num>
      n <num>
      <num> von <num>`,
  },
  {
    says: 'supposed',
    phrases: `
      stell|stellt|stellen dir|euch|sie vor
      angenommen|nehmen wir? an?
      fallvignette|vignette|fiktiv|fiktive|fiktiver|hypothetisch|szenario|simulation|puppe
      rollenspiel
      was wurdest|wurdet|wurden du|ihr|sie
      wenn ein|eine|jemand ..1 <person>`,
  },
  {
    says: 'public',
    phrases:
      'marie curie\nrontgen\nkonig|konigin|prinz|prinzessin|kanzler|prasident <Cap>\nfilm|roman|doku|dokumentation',
  },
  {
    says: 'announced',
    phrases:
      '<happens> ..8 <day|month|num>\n<day|month> ..8 <happens>\ndanke an alle\n<talk> ..4 in|auf|uber',
  },
  {
    says: 'mine',
    phrases: `
      ich bin|war|wurde
      mir wurde
      mein|meine|meinen|meiner <care|illness|ergebnisse>
      mein|meine ..1 <staff|hund|katze>`,
  },
  { says: 'hello', phrases: 'wenn sie|du|ihr\nbitte\n<happens>\nalle|euch' },
  {
    says: 'staff',
    phrases: `
      <doctor> [<Cap>]
      <staff> [<name>]
      [<name>] die|der|meine|mein|unsere|unser|eine|ein ..1 <staff>
      [<name>] und ich
      ich heisse [<Cap>]
      gluckwunsch|danke|willkommen|gratulation an|zu|fur ..1 [<Cap>]
      kollegin|kollege|freundin|freund ..1 [<name>]`,
  },
  {
    says: 'name',
    phrases: `
      [<title> <fremd|name> <name>?]
      kleiner|kleine|kleinen|baby|armer|arme|patient|patientin|namens [<name>]
      ich|wir|hab|habe|haben|hatten [<name>] ..7 <tend|care>
      [<name>] <num> jahre
      [<name>] <gone>
      [<name>] <does> ..6 <care|illness|rare|gone>
      [<name>] s ..1 <care|illness>
      [<name>] ..4 ihre|ihrer|seine|seiner|ihren|seinen|ihr|sein ..2 <care|illness>
      <care|illness> von [<name>]
      mutter|vater|frau|mann|tochter|sohn von [<name>]`,
  },
  {
    says: 'birth',
    phrases:
      '[geboren|geb am? <num> <num|month> <num>?]\n[geburtsdatum ..1 <num> <num|month> <num>?]',
  },
  {
    says: 'handle',
    phrases: `
      [<handle>] ist|hat|war|kommt|bei|in|wird ..5 <care|tend|setting|illness>
      ich|wir|habe|haben [<handle>] ..4 <tend>
      ob [<handle>]`,
  },
  {
    says: 'bed',
    phrases: `
      [<bed> <num>] ..9 <pronoun|person|gone|illness>
      [<bed> <num>] hat|ist|will|verweigert|schreit ..4 <gone|illness|care|wieder>
      <person|name|illness|gone|view> ..6 [<bed> <num>]`,
  },
  {
    says: 'picture',
    phrases: `
      [<view> von|vom|aus] ..2 <person|op|station|zimmer|patient|wunde|schockraum>
      [schaut|schau|seht|guckt ..3 <view>]
      [selfie|foto] ..5 [<screen>]
      [<screen> hinter]
      [name|namen|gesicht ..1 weggeschnitten|abgedeckt|verpixelt|geschwarzt]`,
  },
  {
    says: 'confirms',
    phrases: `
      [schon dass sie|du ..1 <day|gestern|heute> ..2]
      [schon ..1 sie|dich ..2 <day|gestern|heute> ..2 gesehen|sehen|wiederzusehen]
      [bis <day|morgen>] ..2 <care|zur|zum|in>
      [ich hoffe ihr|dein|ihre|deine|ihrem|deinem ..1 <body|care>]
      [ihr|dein|ihre|deine ..1 <body|care|illness>] ist|heilt|sieht|war ..2 gut|besser|unauffallig|ok
      [ihr|ihre|dein|deine|ihren|deinen ..2 <care> bei uns|mir]
      [sie haben|du hast ..1 ihren|deinen|den termin ..2]
      [als sie|du bei uns|mir]
      [wir|ich haben|habe sie|dich <tend|bei>]`,
  },
  {
    says: 'against',
    phrases: `
      [<kin|pronoun> will|wollte|mochte nicht dass ..3]
      [ohne ..1 dass er|sie ..2 weiss]
      [ohne sein|ihr|seine|ihre wissen|einwilligung|erlaubnis]
      [sagt|sag es niemandem]
      [niemand weiss]
      [versprechen musste|mussen ..2]
      [heimlich|im vertrauen]`,
  },
  {
    says: 'time',
    phrases: `
      gestern|heute|vorgestern|vorhin|morgen <part>?
      am|seit|letzten|diesen|kommenden <day>
      <day>
      am <num> <month|num>
      <num> <month>
      um? <num> uhr
      letzte|diese|vergangene nacht|woche
      vor <num|small>|einer stunden|stunde|tagen|minuten
      gerade eben
      eben gerade`,
  },
  { says: 'time', weight: 0.5, phrases: 'im <month>\ndiesen monat\nletzten monat' },
  {
    says: 'place',
    phrases: `
      in|bei|aus|von|nach|nahe|auf|am|im [bad? <ort|city> <ort>?]
      in|bei|aus|auf [bad|sankt|st <Cap>]
      [<building> in|bei|am|an|von <ort|city>|bad|park <Cap>?]
      im|unserem dorf|ort
      [station|saal <num>]`,
  },
  {
    says: 'place',
    weight: 0.5,
    phrases:
      'in|im|auf|bei|aus ..1 [unserer|unserem|der|dem|meiner? <setting>]\nunsere|unserer|unserem|meiner <setting>',
  },
  {
    says: 'rare',
    phrases: `
      <rare>
      [noch nie gesehen|erlebt|so|gehort]
      [nie gesehen|erlebt]
      [<object> ..1 verschluckt|eingeatmet]
      [<object> ..1 in|im ..1 <orifice>]
      [einzige|einziger|einzigen ..2 in|im|der ..1]
      alteste|altester|jungste|jungster|grosste|schwerste ..1 <person>
      unglaublich
      erste|erster ..2 in deutschland|europa|der`,
  },
  {
    says: 'event',
    phrases: `
      <happening>
      [unfall|brand|schiesserei|sturz|absturz auf|in|am|bei|von|vom|an ..3]
      [gesturzt|gefallen|gesprungen ..3]
      vom [dach|pferd|baum|gerust|balkon|turm|motorrad|traktor ..1]
      [gebissen|uberfahren|angefahren|erfasst|eingeklemmt|getreten ..2]`,
  },
  {
    says: 'news',
    phrases:
      '[in|im der|den|dem? zeitung|nachrichten|fernsehen|radio|presse]\n[ganze|halbe dorf|stadt]',
  },
  {
    says: 'age',
    phrases: `
      [<kidage|small> jahre|jahren|monate|wochen|tage]
      [<kidage> jahrige|jahriger|jahrigen|jahriges]
      [<oldage> jahre|jahrige|jahriger]
      , [<oldage>]
      <name> , [<kidage>]`,
  },
  { says: 'age', weight: 0.5, phrases: '<young>' },
  {
    says: 'years',
    phrases: '[<years> jahrige|jahriger|jahrigen]\n<person|name> ..1 [<years> jahre]',
  },
  {
    says: 'role',
    phrases: `
      [ehemalige|ehemaliger|fruhere|fruherer|beruhmte|bekannter|pensionierter|ex ..1 <job|spieler>]
      [der|die|den|ein|eine|einen|unser|unsere <job>]
      [<job> mit|aus|von]`,
  },
  {
    says: 'relation',
    phrases:
      '[frau|mann|sohn|tochter|mutter|vater|bruder|schwester des|der|vom|von ..1 <job>]\n[mein|meine|unser|unsere nachbar|nachbarin|ex|chef|chefin]\n[mutter|vater von <small|num>]',
  },
  { says: 'role', phrases: '[grundschule|gymnasium|kita|kindergarten am|an|in|st ..2]' },
  { says: 'origin', phrases: '<origin>' },
  {
    says: 'pattern',
    phrases: '[zweite|zweiter|dritte|dritter|vierte|funfte|funfter ..2 woche|monat|jahr]',
  },
  { says: 'mark', phrases: '[tattoo ..3]\n[rote|rosa|blaue|grune haare]' },
  { says: 'health', weight: 0.5, phrases: '<illness|rare>' },
  { says: 'view', phrases: '<view>' },
  { says: 'care', phrases: '<care>\n<setting>' },
  {
    says: 'beside',
    phrases: `
      [die|der|eine|ein|das ..1 <person> vor|hinter|neben|gegenuber] mir|uns
      [die|der|eine|ein ..1 <person> im|auf|aus|in ..1 nachbarbett|nebenbett|bett|nachbarzimmer|stuhl|sessel ..2]
      [meine|mein bettnachbarin|bettnachbar|zimmernachbarin|zimmernachbar]`,
  },
  {
    says: 'peer',
    phrases:
      'eine|ein|die|der ..1 <person> aus|in meiner|unserer|der gruppe|chemo|station\nmeine|mein freundin|freund <name>',
  },
  {
    says: 'theirs',
    phrases:
      'hat|hatte|ist|war|mit|ihr|ihre|sein|seine|deren|dessen|die|der ..4 <illness|rare|gone|care>',
  },
  { says: 'ours', phrases: 'mein|meine|meinen|meiner|ich|mir ..2 <illness|rare|care>' },
  { says: 'crowd', phrases: '[alle|leute|anderen ..3 hinter mir|uns]' },
];
