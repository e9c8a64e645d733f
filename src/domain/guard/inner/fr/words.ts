/** French words by what they mean to the guard, without accents. `_` joins words, `*` stands for any ending. */
export const frenchWords: Record<string, string> = {
  title: 'mme madame mlle mademoiselle monsieur mr m',
  doctor: 'dr docteur pr professeur soeur',
  staff: `infirmier infirmiere infirmiers manip manipulateur manipulatrice medecin chirurgien chirurgienne oncologue radiologue kine
    kinesitherapeute sage_femme pharmacien pharmacienne ambulancier psychologue psychiatre interne externe etudiant etudiante collegue collegues
    aide_soignante aide_soignant brancardier secretaire cadre chef tuteur orthophoniste dieteticienne anesthesiste`,
  kin: `mere maman pere papa fils fille mari femme epouse epoux conjoint compagnon compagne frere soeur grand_mere mamie mamy grand_pere papy
    tante oncle cousin cousine niece neveu bebe enfant gamin gamine jumeau jumelle belle_mere beau_pere`,
  person: `patient patiente dame monsieur homme femme garcon fille gamin gamine petit petite bebe enfant nourrisson ado adolescent adolescente client cliente
    mere pere grand_mere couple resident residente blesse blessee victime conducteur conductrice passager passagere cycliste retraite retraitee jeune vieux
    vieille personne famille jumeaux jumelles freres soeurs mec nana type bonhomme mamie papi papy pensionnaire cas doyen doyenne veuf veuve`,
  young:
    'bebe enfant nourrisson gamin gamine ado adolescent adolescente petit petite nouveau_ne premature prematuree',
  pronoun: 'il elle lui sa son ses',
  tend: `soigne soignee scanne scannee traite traitee opere operee recu recue vu vue admis admise intube intubee pris_en_charge accueilli accueillie accompagne
    accompagnee console consolee examine examinee pique piquee perfuse transfere transferee suivi suivie radiographie accouche perdu brancarde`,
  gone: `decede decedee mort morte refuse hospitalise hospitalisee crie hurle pleure pleurait sorti sortie rechute agresse fugue effondre effondree annule manque
    admis admise s_aggrave`,
  does: 'a avait est etait va vient vit commence finit termine a_fait doit revient reste attend n m s ne',
  care: `patient patiente patients scanner irm tdm radio radios echographie echo mammographie biopsie resultat resultats prise_de_sang chimio chimiotherapie radiotherapie curietherapie immunotherapie
    protontherapie seance seances perfusion dialyse transfusion greffe operation chirurgie traitement traitements rendez_vous rdv consultation suivi controle
    reeducation injection insuline antibiotiques corticoides ordonnance medicament medicaments sonde pansement plaie points platre hospitalisation
    accouchement fausse_couche surdose overdose metastases palliatif palliatifs reanimation rea urgences bloc cancer tumeur avc infarctus fracture
    demence sepsis diabete vih pneumonie cicatrice peau genou hanche epaule prothese stomie mastectomie prostate diagnostic service chambre
    depression angoisse anorexie schizophrenie epaule malaise rayons maladie dossier`,
  illness: `cancer leucemie lymphome myelome melanome sarcome gliome tumeur metastases avc demence alzheimer* parkinson* epilepsie diabete vih sida hepatite
    tuberculose pancreatite cirrhose bpco asthme pneumonie sepsis schizophrenie psychose bipolaire anorexie boulimie depression suicide suicidaire surdose overdose fausse_couche
    sclerose_en_plaques sla mucoviscidose drepanocytose neuroblastome syphilis gonorrhee herpes addiction fracture infarctus mastectomie amputation ampute amputee
    stomie greffe abus viol meningite lupus brulures anevrisme embolie prothese eclate ivg alcoolique sevrage bassin_ouvert autiste malaise demence`,
  rare: `situs_inversus progeria huntington* siamois siamoises quadruples triples maladie_rare lepre peste rage tetanos ebola porphyrie acromegalie nanisme
    bassin_ouvert fasciite_necrosante creutzfeldt* trisomie_13 trisomie_18 xxx hamecon`,
  object:
    'piece pieces cle cles bague fourchette cuillere couteau ampoule bouteille pile piles aimant aimants bille aiguille clou brosse telephone jouet rasoir hamecon stylo vis bougie',
  orifice:
    'oesophage rectum anus nez narine oreille estomac vagin vessie gorge bronche oeil crane thorax tete',
  happening: `accident_de_la_route incendie explosion noyade avalanche collision carambolage fusillade agression parapente parachute foudre electrocution tronconneuse tracteur
    meurtre attentat chute poignarde poignardee noye noyee renverse renversee ecrase ecrasee ecrase electrocute brule_vif`,
  job: `cure pretre religieuse moine imam rabbin eveque juge maire adjointe_au_maire depute senateur ministre instituteur institutrice maitresse_d_ecole directeur_d_ecole professeur facteur factrice policier
    policiere gendarme pompier pompiere soldat marin pilote pecheur agriculteur agricultrice eleveur berger boucher boulanger boulangere fleuriste epicier epiciere garagiste pharmacienne_du coiffeur coiffeuse gardien_de_phare jockey
    footballeur footballeuse rugbyman boxeur nageur danseur danseuse acteur actrice chanteur chanteuse musicien comedien comedienne clown journaliste romancier poete peintre
    influenceur influenceuse politicien avocat avocate notaire astronaute mineur routier chauffeur_routier couvreur macon detenu arbitre alpiniste resistant resistante veteran torero`,
  origin: `erythreen erythreenne somalien syrien syrienne afghan afghane polonais polonaise roumain roumaine ukrainien ukrainienne nigerian malien malienne senegalais senegalaise
    marocain marocaine algerien algerienne tunisien tunisienne turc turque kurde chinois chinoise vietnamien portugais portugaise rom gitan gitane temoin_de_jehovah juif juive musulman
    refugie refugiee irakien iranien ethiopien soudanais congolais comorien haitien`,
  day: 'lundi mardi mercredi jeudi vendredi samedi dimanche noel paques',
  month: 'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre',
  part: 'matin midi soir apres_midi nuit',
  bed: 'lit chambre box fauteuil salle place brancard',
  setting:
    'urgences reanimation rea bloc service clinique hopital unite maternite cabinet ehpad dechocage ambulance consultation salle_d_attente dialyse',
  building: `hopital clinique chu institut centre ehpad rue avenue boulevard rond_point ecole college lycee eglise village gare pont plage marche supermarche aeroport port ferme usine prison
    caserne carrefour leclerc auchan maternite universite residence`,
  region: `france europe belgique suisse canada quebec afrique asie amerique bretagne normandie angleterre allemagne espagne italie internet facebook twitter
    mastodon zoom bbc lancet nature dieu noel covid anglais francais has`,
  city: 'paris lyon marseille toulouse nice nantes strasbourg montpellier bordeaux lille rennes reims toulon grenoble dijon angers brest bruxelles geneve lausanne montreal',
  country:
    'erythree somalie syrie afghanistan pologne roumanie ukraine nigeria mali senegal maroc algerie tunisie turquie chine vietnam portugal irak iran ethiopie soudan congo haiti',
  talk: 'article articles etude etudes conference congres cours these livre podcast webinaire editorial expose poster enquete presentation blog',
  happens:
    'club congres webinaire conference inscription inscrivez cours colloque atelier poste recrute recrutons concert fete vacances marathon rejoignez',
  view: 'photo photos image images selfie video cliche cliches radio scanner irm',
  screen: 'ecran liste tableau bracelet console worklist planning',
  small: 'deux trois quatre cinq six sept huit neuf dix onze douze',
  body: 'genou hanche epaule dos plaie cicatrice pansement peau platre bras jambe pied cheville poignet oeil dent sein prothese',
};
