/**
 * Beginnings of common words for illnesses and what is done about them, in English and German. A hashtag that
 * holds one is found by whoever types it, and never put before anybody: a list of suggestions would say what
 * people here have. Short ones stand for the whole hashtag only.
 */
const stems = [
  ...['cancer', 'tumor', 'tumour', 'leukaem', 'leukem', 'lymphom', 'melanom', 'carcinom', 'sarcom'],
  ...['myelom', 'gliom', 'glioblast', 'metasta', 'chemo', 'radiotherap', 'strahlentherap', 'krebs'],
  ...['mastectom', 'palliativ', 'hospice', 'hospiz', 'hepatitis', 'herpes', 'syphilis', 'chlamyd'],
  ...['gonorrh', 'diabet', 'epilep', 'seizure', 'alzheim', 'dement', 'parkinson', 'sclerosis'],
  ...['sklerose', 'depress', 'anxiety', 'angststörung', 'bipolar', 'schizo', 'psychos', 'psychot'],
  ...['autis', 'anorex', 'bulimi', 'eatingdisorder', 'essstörung', 'suicid', 'suizid', 'selfharm'],
  ...['self_harm', 'addict', 'alcoholi', 'alkoholi', 'overdose', 'abortion', 'abtreibung'],
  ...['miscarriage', 'fehlgeburt', 'stillb', 'infertil', 'endometrio', 'menopaus', 'pregnan'],
  ...['schwanger', 'asthma', 'cysticfibrosis', 'mukoviszid', 'tuberculos', 'tuberkulos', 'covid'],
  ...['arthrit', 'arthros', 'lupus', 'crohn', 'colitis', 'coeliac', 'celiac', 'zöliakie', 'stroke'],
  ...['schlaganfall', 'heartattack', 'heartfail', 'herzinfarkt', 'arrhythm', 'hypertens', 'anaemi'],
  ...[
    'anemi',
    'sicklecell',
    'thalass',
    'haemophil',
    'hemophil',
    'transplant',
    'dialysis',
    'dialyse',
  ],
  ...['cirrhos', 'zirrhose', 'fibromyal', 'migrain', 'migräne', 'psoria', 'eczema', 'neurodermit'],
  ...['paraly', 'amput', 'aneurysm', 'fibrosis', 'thrombos', 'osteopor', 'burnout', 'trauma'],
];
const whole = new Set([
  ...[
    'hiv',
    'aids',
    'als',
    'ms',
    'ptsd',
    'ptbs',
    'ocd',
    'adhd',
    'adhs',
    'ivf',
    'pcos',
    'copd',
    'ibs',
  ],
  ...['ibd', 'mecfs', 'me_cfs', 'cfs', 'tia', 'dvt', 'std', 'sti', 'deaf', 'blind', 'rehab'],
]);

/** Whether a hashtag (lower case) names an illness, as far as a list can tell. */
export function namesCondition(tag: string): boolean {
  return whole.has(tag) || stems.some((stem) => tag.includes(stem));
}
