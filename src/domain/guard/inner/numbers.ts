import type { Hit } from './hit.ts';
import { checks } from './check-digits.ts';
import type { Reading } from './reading.ts';

/**
 * Words that announce a patient's number. A number that follows one counts whatever its check digit
 * says: people mistype, and a hospital's own numbers have none.
 */
const labels =
  /(?<![\p{L}\p{N}])(?:mrn|m\.r\.n\.|nhs ?(?:no|num|number|nr|#)|chi ?(?:no|number)?|h ?& ?c ?(?:no|number)|hosp(?:ital)?\.? (?:no|num|number|id)|patient (?:id|no|num|number)|pt (?:id|no)|unit (?:no|number)|accession(?: no| number)?|acc no|phn|hcn|health (?:no|number)|health ?card(?: no| number)?|ohip|ramq|medicare(?: no| number| card)?|ihi|nhi|urn|ur no|umrn|abha|aadhaar|uhid|cr no|ssn|mbi|member id|case ?no|chart (?:no|number)|nir|ipp|nss|n[o°]? ?(?:de )?(?:secu|securite sociale|dossier|patient)|dossier(?: n[o°])?|kvnr|versichertennummer|versichertennr|patientennummer|patienten-?id|fallnummer|fall-?nr|patnr|dni|nie|cip|nuhsa|nhc|historia(?: clinica)?|(?:tarjeta|numero) (?:sanitaria|de historia|de paciente))(?!\p{L})[ .:#=\-°]{0,4}(?:is |was |es |ist |est |no\.? ?|n° ?)?(?=[A-Za-z0-9])/giu;

/** The number itself after its label: up to 24 signs of which at least four are digits. */
const labelled =
  /[A-Za-z]{0,5}[ \-/]?[0-9](?:[0-9A-Za-z]|[ \-/.](?=[0-9A-Za-z]{0,3}[0-9])){3,22}(?:-[A-Z](?![A-Za-z]))?/y;

/** A run that starts with a digit or few letters and may be parted by spaces or hyphens. */
const bare =
  /(?<![\p{L}\p{N}@#/._\-])(?:[A-Z]{1,4}[ -]?)?\d(?:[0-9]|[ \-.](?=[0-9A-Z])|[A-Z](?![a-z])){3,20}(?![\p{L}\p{N}_@])/gu;

/** What stands before a paper's, a trial's or an author's own number. */
const otherwise =
  /(?:doi|pmid|pmcid|pmc|isbn|issn|orcid|isrctn|nct|hcpc|nmc|gmc|gphc|ahpra|npi|arrt|asrt|hpcsa|cfr|rpps|adeli|colegiad[oa]|lanr|bsnr|iban|£|\$|€|version|v|https?:\S{0,80}|www\.\S{0,80}|\/)[ :#.°no]{0,5}$/i;

/** Numbers of patients, by what announces them or by their check digit; in every language. */
export function findNumbers(reading: Reading): Hit[] {
  const { plain } = reading;
  if (!/\d{2}/.test(plain)) return [];
  const hits: Hit[] = [];
  for (const label of plain.matchAll(labels)) {
    labelled.lastIndex = label.index + label[0].length;
    const code = labelled.exec(plain);
    if (code && (code[0].match(/\d/g) ?? []).length >= 4)
      hits.push(hitAt(reading, label.index, labelled.lastIndex));
  }
  let nth = 0;
  const announced = hits.length;
  for (const found of plain.matchAll(bare)) {
    const hit = hitAt(reading, found.index, found.index + found[0].length);
    while (nth < announced && (hits[nth]?.to ?? 0) <= hit.from) nth++;
    const known = nth < announced && (hits[nth]?.from ?? 0) < hit.to;
    if (known || !passes(found[0])) continue;
    if (!otherwise.test(plain.slice(Math.max(0, found.index - 100), found.index))) hits.push(hit);
  }
  return hits;
}

function passes(found: string): boolean {
  const code = found.replace(/^[A-Z]{1,4}[ -](?=\d)/, '').replace(/[ \-.]/g, '');
  return Object.values(checks).some((check) => check(code)) || /^\d{3}-\d\d-\d{4}$/.test(found);
}

function hitAt(reading: Reading, from: number, to: number): Hit {
  return { kind: 'number', from: reading.from[from] ?? 0, to: reading.to[to - 1] ?? 0 };
}
