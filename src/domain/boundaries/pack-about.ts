import type { PackId } from './packs-of.ts';

/** Whom each pack of the house is for, in a sentence for whoever looks for theirs. */
export const packAbout: Readonly<Record<PackId, string>> = {
  base: 'What holds for everybody here, whatever their work and wherever they are.',
  'UK-HCPC':
    'Radiographers, radiation therapists, physicists, psychologists, physiotherapists, paramedics and others in the United Kingdom.',
  'UK-GMC': 'What the General Medical Council and the British Medical Association say to doctors.',
  'UK-NMC': 'What the Nursing and Midwifery Council says to nurses and midwives.',
  CA: 'What is said to people who work in health care anywhere in Canada.',
  'CA-ON': 'What the law of Ontario adds.',
  'AU-NZ': 'What boards and councils in Australia and New Zealand say.',
  US: 'What is said to people who work in health care anywhere in the United States.',
  'US-MD': 'What medical associations and boards in the United States say to doctors.',
  'US-RT':
    'For those who work with X-rays and radiation. Their own codes say little of friendship.',
  PSY: 'What psychologists and counsellors are told, wherever they are.',
};
