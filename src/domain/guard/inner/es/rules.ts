import type { RuleSource } from '../grammar.ts';

/** Spanish phrases; see judge.ts for what each meaning does. */
export const spanishRules: readonly RuleSource[] = [
  {
    says: 'third',
    phrases: `
      un|una|mi|nuestro|nuestra|este|esta|ese|esa|el|la|su|pobre|pequeno|pequena|otro|otra ..2 <person>
      dos|tres|cuatro <person>
      <person> de|con|sin <num|illness|care>
      pobre <person>
      hija|hijo|mujer|marido|madre|padre|hermana|hermano de|del
      esta ingresado|ingresada
      paciente
      de <num> anos
      <tend> a
      <gone|does> ..2 <gone>
      le dimos|dije|hicimos|puse`,
  },
  {
    says: 'worker',
    phrases: 'un|una|el|la|nuestro|nuestra|mi|antiguo|antigua|jubilado ..2 <job>\n<job>',
  },
  { says: 'kin', phrases: 'mi|nuestro|nuestra|mis ..1 <kin>\nmama|papa' },
  {
    says: 'cited',
    phrases: `
      doi|pmid|isbn|lancet
      et al
      caso clinico|publicado
      en el|un|este|la|una|nuestro ensayo|estudio|articulo|cohorte|encuesta|revision
      edad media|mediana
      mediana|media de
      publicado|publicada en|con
      figura|tabla|capitulo <num>
      n <num>
      <num> de <num>`,
  },
  {
    says: 'supposed',
    phrases: `
      imagina|imaginad|imaginemos|supon|supongamos|suponed un|una|que|el|la|a
      caso ficticio|imaginario|hipotetico
      vineta|ficticio|ficticia|hipotetico|simulacion|simulacro|maniqui
      juego de rol
      que harias|hariais|haria|contestarias
      si|cuando un|una ..1 <person>`,
  },
  {
    says: 'public',
    phrases:
      'marie curie\nrey|reina|principe|princesa|presidente <Cap>\npelicula|novela|documental',
  },
  {
    says: 'announced',
    phrases:
      '<happens> ..8 <day|month|num>\n<day|month> ..8 <happens>\ngracias a todos|todas\n<talk> ..4 en|sobre',
  },
  {
    says: 'mine',
    phrases: `
      soy|estoy|estuve|tengo|tuve
      me diagnosticaron|operaron|ingresaron|trataron
      mi|mis <care|illness>
      mi ..1 <staff|perro|gato>`,
  },
  { says: 'hello', phrases: 'si te|le|tu|usted|tienes|tiene\npor favor\n<happens>\ntodos|todas' },
  {
    says: 'staff',
    phrases: `
      <doctor> [<Cap> <cap>?]
      <staff> [<name>]
      [<name>] la|el|mi|nuestra|nuestro|una|un ..1 <staff>
      [<name>] y yo
      me llamo|soy [<Cap>]
      enhorabuena|gracias|felicidades|bienvenida|bienvenido a|al ..2 [<Cap> <cap>?]
      colega|amiga|amigo|tutor|tutora ..1 [<Cap>]`,
  },
  {
    says: 'name',
    phrases: `
      [<title> <Cap> <cap>?]
      paciente|llamado|llamada|llama|pequena|pequeno ..2 [<someone> <cap>?]
      <tend> a? [<name|unknown> <cap>?]
      madre|padre|hijo|hija|marido|mujer de [<name>]
      [<name> <cap>?] de <num> anos
      [<name> <cap>?] <gone>
      [<name> <cap>?] <does> ..6 <care|illness|rare|gone>
      [<name> <cap>?] ..4 su|sus ..2 <care|illness>
      <care|illness> de [<name> <cap>?]`,
  },
  {
    says: 'birth',
    phrases:
      '[nacido|nacida|nacio el <num> ..1 <num|month> ..1 <num>?]\n[fecha de nacimiento ..1 <num> <num|month> <num>?]',
  },
  {
    says: 'handle',
    phrases: `
      [<handle>] esta|ha|tiene|viene|va|estuvo ..5 <care|setting|illness>
      <tend> a? [<handle>]`,
  },
  {
    says: 'bed',
    phrases: `
      [<bed> <num>] ..9 <pronoun|person|gone|illness>
      [<bed> <num>] lleva|no|ha|esta|quiere|se ..5 <gone|illness|care>
      <person|name|illness|gone|view> ..6 [<bed> <num>]`,
  },
  {
    says: 'picture',
    phrases: `
      [<view> de|del] ..2 <person|quirofano|planta|habitacion|paciente|herida|sala>
      [mirad|mira ..1 <view>]
      [selfi|selfie|foto] ..5 [<screen>]
      [<screen> detras]
      [tape|borre|recorte|oculte|difumine ..2 nombre|cara]`,
  },
  {
    says: 'confirms',
    phrases: `
      [me|nos ..1 alegro|alegra|alegre|encanto ..1 verte|verle|verla|verlo|atenderte] ..1 <day|ayer|hoy|consulta>
      [un placer verte|verle|verla|atenderte|atenderle ..1] <day|ayer|hoy|consulta>
      [nos vemos ..1 <day>] ..2 <care|consulta|para>
      [espero que tu|su ..1 <body|care>]
      [tu|su ..1 <care|body|illness>] va|esta|salio|sigue ..1 mejor|bien|normal|limpia
      [tu|su ..2 <care>] con nosotros|conmigo
      [faltaste|falto|tuviste|perdiste a|tu|su ..1 <care>]
      [cuando viniste|vino|estuviste|estuvo ..2]
      [te|le|la <tend>]`,
  },
  {
    says: 'against',
    phrases: `
      [<kin|pronoun> no|me quiere|queria|hizo|dijo que|prometer ..4]
      [sin que ..1 sepa|permiso|consentimiento ..1]
      [no se lo digais|digas|conteis a nadie]
      [nadie lo sabe]
      [en secreto]`,
  },
  {
    says: 'time',
    phrases: `
      anoche|ayer|hoy|anteayer
      esta|ayer|manana <part>
      el|desde|este ..1 <day>
      <day> pasado|<part>
      el <num> ..1 <month>
      <num> de <month>
      a las <num>
      la|esta semana|noche pasada
      esta semana
      hace <num|small>|un|una horas|hora|dias|minutos|rato
      ahora mismo
      acabo|acabamos de`,
  },
  { says: 'time', weight: 0.5, phrases: 'en <month>\neste mes\nel mes pasado' },
  {
    says: 'place',
    phrases: `
      a|al|en|de|del|desde|cerca [la|el|los? <place|city> <place|building|de>? <place|building>?]
      [<building> de|del|la ..1 <place|city>]
      [<building> <place|city> <place>?]
      en ..1 [<building> <Cap>]
      el|la|del pueblo|aldea|isla|barrio
      [planta|sala <num>]`,
  },
  {
    says: 'place',
    weight: 0.5,
    phrases: 'en|a|de ..1 [nuestra|nuestro|la|mi|el? <setting>]\nnuestra|nuestro|mi <setting>',
  },
  {
    says: 'rare',
    phrases: `
      <rare>
      [nunca ..1 vi|visto|habia|vimos]
      [trago|tragado|tragada|inhalado ..2 <object>]
      [<object> ..1 en el|la ..1 <orifice>]
      [unico|unica|unicos ..2 en|de <place|region|mundo|pais|provincia>]
      mas anciano|anciana|joven|viejo|pequena|pequeno|grande
      un caso entre
      increible|rarisimo|tremendo
      primera|primer ..2 en|de mundo|pais`,
  },
  {
    says: 'event',
    phrases: `
      <happening>
      [accidente|incendio|tiroteo|agresion|caida de|del|en ..3]
      [cayo|caido|caida|salto del|de|desde ..3]
      [mordido|mordida|atropellado|apunalado|aplastado|arrollado por ..2]`,
  },
  {
    says: 'news',
    phrases: '[en|por la|el|las|los tele|television|periodico|prensa|noticias]\n[todo el pueblo]',
  },
  {
    says: 'age',
    phrases: `
      [<kidage|small> anos|meses|semanas|dias]
      [<oldage> anos]
      , [<oldage>]
      <name> , [<kidage>]`,
  },
  { says: 'age', weight: 0.5, phrases: '<young>' },
  { says: 'years', phrases: '<person|title|name|Cap> ..2 [<years> anos]' },
  {
    says: 'role',
    phrases: `
      [antiguo|antigua|ex|famoso|famosa|jubilado|jubilada ..1 <job|enfermera|jugador>]
      [el|la|un|una|nuestro|nuestra <job> ..2]
      [<job> con|de|, <num|illness>]
      del [colegio ..2]`,
  },
  {
    says: 'relation',
    phrases:
      '[mujer|marido|hijo|hija|madre|padre|hermano|hermana del|de ..1 <job>]\n[mi|nuestra|nuestro vecino|vecina|ex|jefe|jefa]\n[madre|padre de <small|num>]',
  },
  { says: 'origin', phrases: '<origin>' },
  {
    says: 'pattern',
    phrases: '[segundo|segunda|tercer|tercera|cuarto|cuarta|quinto|quinta ..3 mes|semana|ano]',
  },
  { says: 'mark', phrases: '[tatuaje ..3]\n[pelo azul|verde|rosa|rojo]' },
  { says: 'health', weight: 0.5, phrases: '<illness|rare>' },
  { says: 'view', phrases: '<view>' },
  { says: 'care', phrases: '<care>\n<setting>' },
  {
    says: 'beside',
    phrases: `
      [la|el|un|una|esa|ese|otra|otro ..1 <person> de|del|en la|el ..1 cama|sillon|habitacion|lado ..3]
      [la|el|un|una ..1 <person> antes|delante|detras|enfrente|frente de|a ..1] mi
      [la|el|un|una ..1 <person> de ..1 lado|enfrente]
      [mi companera|companero de habitacion|cuarto]`,
  },
  {
    says: 'peer',
    phrases:
      'una|un|la|el|otra ..1 <person> de mi|nuestro|la grupo|sala|quimio\nmi amiga|amigo <name>',
  },
  {
    says: 'theirs',
    phrases: 'tiene|tenia|ha|esta|estaba|con|su|sus|cuya|cuyo|que|le ..4 <illness|rare|gone|care>',
  },
  { says: 'ours', phrases: 'mi|mis|yo|me|tengo ..2 <illness|rare|care>' },
  { says: 'crowd', phrases: '[todos|todas|gente|los|las ..3 detras de mi|nosotras|nosotros]' },
];
