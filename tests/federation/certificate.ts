import 'reflect-metadata';
import { createPrivateKey } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const signing = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 24 * 60 * 60 * 1000;

/**
 * Makes an authority and a certificate of it for these names, valid for a day, and lets this process believe
 * the authority. Nothing is written to a file, and no other process believes it that is not told to.
 */
export async function believedCertificate(
  names: string[],
): Promise<{ key: string; cert: string; authority: string }> {
  const own = () => crypto.subtle.generateKey(signing, true, ['sign', 'verify']);
  const [authority, leaf] = await Promise.all([own(), own()]);
  const valid = {
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + day),
    signingAlgorithm: signing,
  };
  const root = await X509CertificateGenerator.createSelfSigned({
    ...{ ...valid, serialNumber: '01', name: 'CN=The town’s authority', keys: authority },
    extensions: [new BasicConstraintsExtension(true, 0, true)],
  });
  const certificate = await X509CertificateGenerator.create({
    ...{ ...valid, serialNumber: '02', subject: 'CN=The town', issuer: root.subject },
    ...{ publicKey: leaf.publicKey, signingKey: authority.privateKey },
    extensions: [
      new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))),
    ],
  });
  setDefaultCACertificates([...getCACertificates('bundled'), root.toString('pem')]);
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', leaf.privateKey));
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  return {
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: certificate.toString('pem'),
    authority: root.toString('pem'),
  };
}
