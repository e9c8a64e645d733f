import type { RuleSource } from '../grammar.ts';

/** French phrases; see judge.ts for what each meaning does. */
export const frenchRules: readonly RuleSource[] = [
  {
    says: 'third',
    phrases: `
      un|une|mon|ma|notre|ce|cet|cette|le|la|l|son|sa|petit|petite|pauvre|jeune|vieux|vieille ..2 <person>
      deux|trois|quatre <person>
      <person> de <num>
      <num> ans
      j|on|nous|ai|avons|a <tend>
      il|elle|lui|sa|son <gone|does|care|illness>
      patient|patiente
      frere|soeur|mere|pere|mari|fils|fille de`,
  },
  {
    says: 'worker',
    phrases: 'un|une|le|la|l|notre|mon|ma|ancien|ancienne|retraite ..2 <job>\n<job>',
  },
  { says: 'kin', phrases: 'mon|ma|notre|nos ..1 <kin>\nmaman|papa|mamie|papy' },
  {
    says: 'cited',
    phrases: `
      doi|pmid|isbn|lancet
      et al
      cas publie|clinique
      dans l|un|cet|cette|le|la|notre essai|etude|article|cohorte|enquete|revue
      age median|moyen
      mediane|moyenne
      publie|publiee dans|en|avec
      figure|table|tableau|chapitre <num>
      n <num>
      <num> patients|patientes|personnes sur
      <num> sur <num>`,
  },
  {
    says: 'supposed',
    phrases: `
      imaginez|imagine|imaginons|supposons|supposez un|une|que|le|la
      cas fictif|imaginaire
      vignette|fictif|fictive|hypothetique|scenario|simulation|mannequin
      jeu de role
      que feriez|feriez|ferais|repondriez vous|tu
      si|quand|lorsqu un|une ..1 <person>`,
  },
  {
    says: 'public',
    phrases: 'marie curie\nroi|reine|prince|princesse|president <Cap>\nfilm|roman|documentaire',
  },
  {
    says: 'announced',
    phrases: `
      <happens> ..8 <day|month|num>
      <day|month> ..8 <happens>
      rendez vous <day>
      merci a tous|toutes
      <talk> ..4 a|au|sur`,
  },
  {
    says: 'mine',
    phrases: `
      je suis|m
      j ai|avais|etais <num|eu|ete|une|un|le|mon|ma>
      mon|ma|mes <care|illness>
      mon|ma ..1 <staff|chien|chat>`,
  },
  {
    says: 'hello',
    phrases: `
      si vous|tu
      merci de
      <happens>
      tous|toutes|tout le monde`,
  },
  {
    says: 'staff',
    phrases: `
      <doctor> [<Cap> <cap>?]
      <staff> [<name>]
      [<name>] la|le|l|ma|mon|notre|une|un ..1 <staff>
      [<name>] et moi
      je m appelle [<Cap>]
      bravo|merci|felicitations|bienvenue a|au|aux ..1 [<Cap> <cap>?]
      collegue|amie|ami|tuteur|tutrice ..1 [<Cap>]`,
  },
  {
    says: 'name',
    phrases: `
      [<title> <Cap> <cap>?]
      petit|petite|bebe|pauvre|vieux|vieille [<someone>]
      patient|patiente|nomme|nommee|appelle [<someone> <cap>?]
      <tend> [<name|unknown> <cap>?]
      la|le maman|mere|pere|papa|femme|mari|fille|fils de [<name>]
      [<name> <cap>?] <num> ans
      [<name> <cap>?] <gone>
      [<name> <cap>?] <does> ..6 <care|illness|rare|gone>
      [<name> <cap>?] ..4 sa|son|ses ..2 <care|illness>
      <care|illness> de [<name> <cap>?]`,
  },
  {
    says: 'birth',
    phrases:
      '[ne|nee le <num> <num|month> <num>?]\n[date de naissance ..1 <num> <num|month> <num>?]\n[ddn ..1 <num> <num> <num>?]',
  },
  {
    says: 'handle',
    phrases: `
      [<handle>] est|a|etait|vient|suit|va ..5 <care|suivie|suivi|setting|illness>
      <tend> [<handle>]
      [<handle>] ..9 est ..2 suivie|suivi|traitee|traite|hospitalisee|hospitalise|soignee|soigne`,
  },
  {
    says: 'bed',
    phrases: `
      [<bed> <num>] ..9 <pronoun|person|gone|illness>
      [<bed> <num>] a|ne|est|refuse|veut|n ..3 <gone|illness|care|crie|encore>
      <person|pronoun|name|illness|gone|view> ..6 [<bed> <num>]`,
  },
  {
    says: 'picture',
    phrases: `
      [<view> de|du|des] ..2 <person|bloc|service|chambre|patient|plaie|salle>
      [regardez|regarde ..1 <view>]
      [selfie|photo] ..5 [<screen>]
      [<screen> derriere]
      [masque|cache|coupe|efface|floute ..2 nom|visage]`,
  },
  {
    says: 'confirms',
    phrases: `
      [ravi|ravie|heureux|heureuse|content|contente|plaisir ..2 vous|te|t|de ..1 vous|te|t? ..2 vu|vue|revu|revue|voir|revoir|scanner|soigner] ..1 <day|part|hier|aujourd|consultation>
      [a|on se <day>] ..2 <care|consultation|votre|pour>
      [votre|ton|ta|vos ..1 <care|body|illness>] va|est|s|soit|ira ..1 mieux|bien|bonne|normale|normal|cicatrise
      [votre|ton|ta|vos ..2 <care>] chez|avec nous|moi
      [vous avez|tu as|vous n avez manque|rate|eu ..1 votre|ton|le ..1 rendez|rdv|<care>]
      [quand vous etes|tu es venu|venue ..1]
      [nous|on|je vous|t ..1 avons|a|ai <tend>]
      [j espere que votre|ton|ta ..2 <body|care>]`,
  },
  {
    says: 'against',
    phrases: `
      [<kin|pronoun> ne|n ..1 veut|voulait pas que|qu ..3]
      [sans qu|que il|elle|son|sa ..2 sache|accord|permission]
      [m a fait promettre|jurer ..3]
      [ne le dites|dis a personne]
      [personne ne le ..1 sait|sache]
      [en secret]`,
  },
  {
    says: 'time',
    phrases: `
      ce|cet|cette|hier|demain <part>
      hier|demain|aujourd hui?
      a l instant
      tout a l heure
      <day> <part|dernier|prochain>?
      depuis|vendredi <day|hier>
      le <num> <month>
      <num> <month>
      a? <num> h|heures
      la nuit|semaine derniere
      cette semaine
      il y a <num|small> jours|heures|minutes`,
  },
  { says: 'time', weight: 0.5, phrases: 'en <month>\nce mois\nle mois dernier' },
  {
    says: 'place',
    phrases: `
      a|au|aux|en|dans|de|du|pres|chez|sur|vers|l [<place|city> <place|building|de>? <place|building>?]
      [<building> <place> <place>?]
      [<building> de|du|des|saint|sainte|la|d ..1 <place|city>]
      le|la|l|du village|bourg|ile|commune
      [service|salle|etage <num>]`,
  },
  {
    says: 'place',
    weight: 0.5,
    phrases: 'a|au|aux|dans|en ..1 [mon|notre|l|le|la|ma? <setting>]\nmon|notre|ma|nos <setting>',
  },
  {
    says: 'rare',
    phrases: `
      <rare>
      [jamais vu|entendu ..1]
      [avale|avalee|inhale ..2 <object>]
      [<object> ..1 dans|coince ..2 <orifice>]
      [seul|seule|seuls ..2 en|de|au|du <region|place|region|monde|pays|departement>]
      un cas sur
      plus jeune|vieux|vieille|age|agee
      premiere|premier ..2 en|au|du <place|region|monde|pays>
      notre doyenne|doyen
      incroyable|rarissime`,
  },
  {
    says: 'event',
    phrases: `
      <happening>
      [accident|incendie|fusillade|agression|chute de|d|sur|a ..3]
      [tombe|tombee|saute|sautee du|de|d ..3]
      [mordu|mordue|renverse|renversee|percute|percutee|poignarde|poignardee|ecrase|ecrasee par ..2]`,
  },
  {
    says: 'news',
    phrases:
      '[dans|a|sur le|la|les|l ..1 journal|tele|presse|une|infos|actualites]\n[tout le village]',
  },
  {
    says: 'age',
    phrases: `
      [<kidage|small> ans|mois|semaines|jours]
      [<oldage> ans]
      , [<oldage>]`,
  },
  { says: 'age', weight: 0.5, phrases: '<young>' },
  { says: 'years', phrases: '<person|title|name|Cap> ..1 [<years> ans]\nde [<years> ans]' },
  {
    says: 'role',
    phrases: `
      [ancien|ancienne|celebre|retraite|retraitee ..1 <job|infirmiere|joueur>]
      [le|la|l|un|une|notre <job> ..2]
      [<job> , <num>]
      [<job> avec]`,
  },
  {
    says: 'relation',
    phrases:
      '[femme|mari|fils|fille|mere|pere|frere|soeur du|de ..1 <job>]\n[mon|ma|notre voisin|voisine|ex|beau|belle|patron]\n[mere|pere de <small|num>]',
  },
  { says: 'origin', phrases: '<origin>' },
  {
    says: 'pattern',
    phrases: '[deuxieme|troisieme|quatrieme|cinquieme|sixieme ..3 mois|semaine|annee]',
  },
  { says: 'mark', phrases: '[tatouage ..3]\n[cheveux roux|bleus|verts|roses]' },
  { says: 'health', weight: 0.5, phrases: '<illness|rare>' },
  { says: 'view', phrases: '<view>' },
  { says: 'care', phrases: '<care>\n<setting>' },
  {
    says: 'beside',
    phrases: `
      [la|le|l|une|un|cette|ce|autre ..2 <person> ..1 avant|derriere|devant|apres] moi
      [la|le|l|une|un|cette|ce|autre ..2 <person> ..1 en face|a ..1 cote|face] ..1 moi
      [la|le|l|une|un|cette|ce ..2 <person> du|dans lit|chambre|box|fauteuil|la|le|l ..3 voisin|voisine|cote|fenetre|lit|chambre]
      [mon|ma voisin|voisine|copine de? lit|chambre|chimio?]`,
  },
  {
    says: 'peer',
    phrases:
      'une|un|la|le|autre ..1 <person> de|du mon|ma|la|notre groupe|salle|service|chimio\nmon|ma amie|ami|copine|copain <name>',
  },
  {
    says: 'theirs',
    phrases: 'a|avait|est|etait|avec|son|sa|ses|dont|qui|s ..4 <illness|rare|gone|care>',
  },
  { says: 'ours', phrases: 'mon|ma|mes|notre|j|je|moi ..2 <illness|rare|care>' },
  { says: 'crowd', phrases: '[tous|toutes|tout|gens|dames|autres ..4 derriere ..1 moi|nous]' },
];
