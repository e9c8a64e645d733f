/** German words by what they mean to the guard: no umlauts, ss for sharp s. `_` joins words, `*` stands for any ending. */
export const germanWords: Record<string, string> = {
  title: 'frau herr herrn fraulein',
  doctor: 'dr prof professor professorin schwester pfleger pastor pfarrer',
  staff: `krankenschwester pflegerin pflegekraft arzt arztin arzte mtr mtra chirurg chirurgin onkologe onkologin radiologe radiologin physio physiotherapeut physiotherapeutin hebamme
    apotheker apothekerin psychologe psychologin psychiater student studentin kollege kollegin kollegen kollegium sanitater notarzt seelsorger seelsorgerin sekretarin chef chefin oberarzt oberarztin
    praktikant praktikantin azubi logopadin ergotherapeutin diatassistentin hausarzt hausarztin`,
  kin: `mutter mama mutti vater papa vati sohn tochter mann frau partner partnerin bruder schwester oma opa grossmutter grossvater tante onkel cousin cousine nichte neffe baby kind enkel enkelin
    schwiegermutter schwiegervater zwilling`,
  person: `patient patientin patienten frau mann dame herr junge madchen bub bube kind baby saugling kleinkind jugendlicher jugendliche klient klientin mutter vater oma opa bewohner bewohnerin verletzter
    verletzte opfer fahrer fahrerin beifahrer radfahrer rentner rentnerin ehepaar familie zwillinge bruder geschwister person typ kerl senior seniorin fruhchen fruhgeborenes neugeborenes teenager kleiner
    kleine kleinen alter alte witwe witwer braut fall`,
  young:
    'kind baby saugling kleinkind junge madchen bub jugendlicher jugendliche fruhchen fruhgeborenes neugeborenes teenager',
  pronoun: 'er sie ihm ihr ihre ihrer ihren sein seine seiner seinen ihn',
  tend: `behandelt gescannt gerontgt operiert aufgenommen intubiert gepflegt begleitet getrostet untersucht verlegt entlassen betreut versorgt gesehen geimpft diagnostiziert reanimiert bestrahlt
    verloren entbunden gestochen`,
  gone: `starb gestorben verstorben verweigert verweigerte schreit schrie geschrien weint geweint weinte rezidiv kollabiert zusammengebrochen abgesagt gesturzt entlassen aufgenommen eingewiesen
    randaliert erbrochen gegangen liegt`,
  does: 'hat hatte ist war wird wurde kommt kam geht lebt beginnt begann muss bekommt bekam braucht wartet kann mochte will',
  care: `entbunden kaiserschnitt kreisssaal patient patientin patienten scan ct mrt rontgen* ultraschall sono mammographie biopsie befund befunde ergebnis ergebnisse blutabnahme chemo chemotherapie strahlentherapie bestrahlung bestrahlungen brachytherapie immuntherapie
    protonentherapie sitzung sitzungen infusion dialyse transfusion transplantation operation op behandlung termin sprechstunde nachsorge kontrolle reha spritze insulin antibiotika kortison rezept
    medikament medikamente katheter verband wunde faden gips aufnahme entlassung geburt fehlgeburt uberdosis metastasen palliativ intensiv notaufnahme krebs tumor schlaganfall herzinfarkt fraktur
    demenz sepsis diabetes hiv lungenentzundung narbe haut knie hufte schulter prothese stoma mastektomie prostata diagnose station zimmer depression angst magersucht schizophrenie krankheit
    gehirnblutung schockraum`,
  illness: `krebs brustkrebs lungenkrebs leukamie lymphom myelom melanom sarkom gliom tumor hirntumor metastasen schlaganfall demenz alzheimer* parkinson* epilepsie diabetes hiv aids hepatitis
    tuberkulose pankreatitis leberzirrhose zirrhose copd asthma lungenentzundung sepsis schizophrenie psychose bipolar magersucht bulimie depression suizid* uberdosis fehlgeburt
    multiple_sklerose als mukoviszidose sichelzell* neuroblastom syphilis gonorrho* herpes sucht fraktur herzinfarkt mastektomie amputation amputiert stoma transplantation missbrauch vergewaltigung
    meningitis lupus verbrennung* aneurysma embolie prothese implantat alkoholiker* entzug offenes_becken autist* abtreibung`,
  rare: `situs_inversus progerie huntington* siamesische vierlinge drillinge seltene_krankheit lepra pest tollwut tetanus ebola porphyrie akromegalie kleinwuchs offenes_becken fasziitis creutzfeldt*
    trisomie_13 trisomie_18 xxx hand_ab`,
  object:
    'munze munzen schlussel ring gabel loffel messer gluhbirne flasche batterie batterien magnet magnete murmel nadel nagel zahnburste handy spielzeug rasierklinge angelhaken stift schraube kerze',
  orifice:
    'speiserohre rektum po nase ohr magen vagina blase hals bronchus auge schadel brust kopf',
  happening: `verkehrsunfall motorradunfall autounfall arbeitsunfall reitunfall badeunfall skiunfall busungluck zugungluck brand hausbrand explosion ertrunken lawine zusammenstoss schiesserei messerstecherei
    messerangriff gleitschirm fallschirm blitzschlag stromschlag kettensage traktor mord anschlag uberfahren erstochen angeschossen eingeklemmt gesturzt sagewerk mahdrescher`,
  job: `pfarrer pastor pastorin nonne monch imam rabbi bischof richter richterin burgermeister burgermeisterin stadtrat abgeordneter abgeordnete senator minister lehrer lehrerin grundschullehrerin schulleiter
    schulleiterin rektor brieftrager brieftragerin polizist polizistin feuerwehrmann soldat soldatin matrose pilot fischer bauer landwirt schafer metzger backer backerin friseur friseurin leuchtturmwarter
    leuchtturmwarterin jockey fussballer fussballerin fussballprofi boxer schwimmer tanzer tanzerin schauspieler schauspielerin sanger sangerin musiker komiker clown journalist dichter maler influencer
    influencerin politiker politikerin anwalt anwaltin astronaut bergmann lkw_fahrer busfahrer dachdecker maurer haftling schiedsrichter bergsteiger veteran forster wirt wirtin organist`,
  origin: `eritreer eritreerin eritreische eritreischer somalier syrer syrerin syrische syrischer afghane afghanin afghanische pole polin polnische polnischer rumane rumanin rumanische ukrainer ukrainerin
    ukrainische nigerianer nigerianerin turke turkin turkische turkischer kurde kurdin chinese chinesin vietnamesin vietnamese portugiese zeuge_jehovas zeugin_jehovas judische judischer muslimische
    gefluchtete geflucheter fluchtling iraker iranerin iraner athiopier kongolese sinti roma`,
  day: 'montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag weihnachten ostern silvester heiligabend',
  month:
    'januar februar marz april mai juni juli august september oktober november dezember janner',
  part: 'morgen vormittag mittag nachmittag abend nacht fruh',
  bed: 'bett zimmer kabine platz box sessel liege',
  setting:
    'schockraum notaufnahme intensivstation intensiv kreisssaal op station klinik krankenhaus praxis abteilung ambulanz pflegeheim wartezimmer dialyse rettungswagen hospiz aufwachraum',
  building: `krankenhaus klinikum klinik institut praxis pflegeheim strasse allee platz kreisel grundschule schule gymnasium kirche moschee dorf bahnhof brucke strand supermarkt flughafen hafen hof fabrik
    gefangnis kaserne sagewerk aldi lidl edeka rewe universitat`,
  region: `deutschland osterreich schweiz europa england frankreich spanien italien polen afrika asien amerika bayern sachsen hessen internet facebook twitter mastodon zoom lancet nature gott covid corona englisch`,
  city: `berlin hamburg munchen koln frankfurt stuttgart dusseldorf leipzig dortmund essen bremen dresden hannover nurnberg duisburg bochum freiburg wien graz linz salzburg zurich basel bern kiel rostock mainz`,
  country:
    'eritrea somalia syrien afghanistan polen rumanien ukraine nigeria turkei china vietnam irak iran athiopien kongo',
  talk: 'artikel studie studien vortrag kongress kurs dissertation buch podcast webinar editorial poster umfrage prasentation blog doktorarbeit',
  happens:
    'club leseclub kongress webinar vortrag anmeldung fortbildung kurs workshop stelle konzert fest urlaub marathon',
  view: 'foto fotos bild bilder selfie video aufnahme rontgenbild',
  screen: 'bildschirm liste tafel armband konsole arbeitsliste belegungsplan',
  small: 'zwei drei vier funf sechs sieben acht neun zehn elf zwolf',
  body: 'knie hufte schulter rucken wunde narbe verband haut gips arm bein fuss knochel handgelenk auge zahn brust prothese',
  abstract: `behandlung angst ordnung ruhe therapie rente reha zukunft betrieb bezug frage form zeit not gefahr arbeit eile erinnerung richtung sachen teilzeit kontakt bearbeitung ausbildung haft trauer folge
    kombination studien gruppen fraktionen kliniken praxen patienten hause hand`,
};
