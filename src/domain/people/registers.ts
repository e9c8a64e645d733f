import type { Jurisdiction, Profession, Statement } from './work-rules.ts';

/**
 * A public register of professionals: whose it is, and where anybody can look somebody up (the body's own
 * site, where its search is found). `name` is as a sentence says it: "the public register of the HCPC".
 */
export interface Register {
  id: string;
  name: string;
  whole: string;
  jurisdiction: Jurisdiction;
  /** Absent: every profession of the place. */
  professions?: readonly Profession[];
  lookUp: string;
}

const imaging = ['radiographer', 'radiationTherapist'] as const;
const nursing = ['nurse', 'midwife'] as const;

/** The registers that a moderator can look into. */
export const registers: readonly Register[] = [
  {
    id: 'hcpc',
    name: 'the HCPC',
    whole: 'Health and Care Professions Council',
    jurisdiction: 'UK',
    professions: [
      ...imaging,
      'medicalPhysicist',
      'psychologist',
      'physiotherapist',
      'occupationalTherapist',
      'speechTherapist',
      'dietitian',
      'paramedic',
      'other',
    ],
    lookUp: 'https://www.hcpc-uk.org/check-the-register/',
  },
  {
    id: 'gmc',
    name: 'the GMC',
    whole: 'General Medical Council',
    jurisdiction: 'UK',
    professions: ['doctor', 'other'],
    lookUp: 'https://www.gmc-uk.org/',
  },
  {
    id: 'nmc',
    name: 'the NMC',
    whole: 'Nursing and Midwifery Council',
    jurisdiction: 'UK',
    professions: [...nursing, 'other'],
    lookUp: 'https://www.nmc.org.uk/',
  },
  {
    id: 'gphc',
    name: 'the GPhC',
    whole: 'General Pharmaceutical Council',
    jurisdiction: 'UK',
    professions: ['pharmacist', 'other'],
    lookUp: 'https://www.pharmacyregulation.org/',
  },
  {
    id: 'gdc',
    name: 'the GDC',
    whole: 'General Dental Council',
    jurisdiction: 'UK',
    professions: ['dentist', 'other'],
    lookUp: 'https://www.gdc-uk.org/',
  },
  {
    id: 'swe',
    name: 'Social Work England',
    whole: 'Social Work England',
    jurisdiction: 'UK',
    professions: ['socialWorker'],
    lookUp: 'https://www.socialworkengland.org.uk/',
  },
  {
    id: 'cmrito',
    name: 'the CMRITO',
    whole: 'College of Medical Radiation and Imaging Technologists of Ontario, before: CMRTO',
    jurisdiction: 'CA-ON',
    professions: [...imaging, 'other'],
    lookUp: 'https://www.cmrito.org/public/',
  },
  {
    id: 'cpso',
    name: 'the CPSO',
    whole: 'College of Physicians and Surgeons of Ontario',
    jurisdiction: 'CA-ON',
    professions: ['doctor'],
    lookUp: 'https://www.cpso.on.ca/',
  },
  {
    id: 'cno',
    name: 'the CNO',
    whole: 'College of Nurses of Ontario',
    jurisdiction: 'CA-ON',
    professions: ['nurse'],
    lookUp: 'https://www.cno.org/',
  },
  {
    id: 'crpo',
    name: 'the CRPO',
    whole: 'College of Registered Psychotherapists of Ontario',
    jurisdiction: 'CA-ON',
    professions: ['counsellor'],
    lookUp: 'https://www.crpo.ca/',
  },
  {
    id: 'camrt',
    name: 'the CAMRT',
    whole: 'Canadian Association of Medical Radiation Technologists',
    jurisdiction: 'CA',
    professions: [...imaging],
    lookUp: 'https://www.camrt.ca/',
  },
  {
    id: 'ahpra',
    name: 'AHPRA',
    whole: 'Australian Health Practitioner Regulation Agency',
    jurisdiction: 'AU',
    lookUp: 'https://www.ahpra.gov.au/Registration/Registers-of-Practitioners.aspx',
  },
  {
    id: 'mrtb',
    name: 'the Medical Radiation Technologists Board of New Zealand',
    whole: 'Medical Radiation Technologists Board of New Zealand',
    jurisdiction: 'NZ',
    professions: [...imaging, 'other'],
    lookUp: 'https://www.mrtboard.org.nz/',
  },
  {
    id: 'mcnz',
    name: 'the Medical Council of New Zealand',
    whole: 'Medical Council of New Zealand',
    jurisdiction: 'NZ',
    professions: ['doctor'],
    lookUp: 'https://www.mcnz.org.nz/',
  },
  {
    id: 'ncnz',
    name: 'the Nursing Council of New Zealand',
    whole: 'Nursing Council of New Zealand',
    jurisdiction: 'NZ',
    professions: ['nurse'],
    lookUp: 'https://www.nursingcouncil.org.nz/',
  },
  {
    id: 'arrt',
    name: 'the ARRT',
    whole: 'American Registry of Radiologic Technologists',
    jurisdiction: 'US',
    professions: [...imaging, 'other'],
    lookUp: 'https://www.arrt.org/',
  },
  {
    id: 'nursys',
    name: 'the state boards of nursing (Nursys)',
    whole: 'Nursys, of the state boards of nursing',
    jurisdiction: 'US',
    professions: ['nurse'],
    lookUp: 'https://www.nursys.com/',
  },
  {
    id: 'docinfo',
    name: 'the Federation of State Medical Boards',
    whole: 'DocInfo, of the Federation of State Medical Boards',
    jurisdiction: 'US',
    professions: ['doctor'],
    lookUp: 'https://www.docinfo.org/',
  },
  {
    id: 'coru',
    name: 'CORU',
    whole: 'CORU, Ireland’s regulator of health and social care professionals',
    jurisdiction: 'IE',
    lookUp: 'https://coru.ie/',
  },
];

/** The registers that somebody with this statement could stand in. */
export function registersFor({ profession, jurisdiction }: Statement): Register[] {
  const wider = jurisdiction === 'CA-ON' ? ['CA-ON', 'CA'] : [jurisdiction];
  return registers.filter(
    (one) => wider.includes(one.jurisdiction) && (one.professions?.includes(profession) ?? true),
  );
}

/** A register by its id. */
export function findRegister(id: string): Register | undefined {
  return registers.find((one) => one.id === id);
}
