import { createPrivateKey, sign } from 'node:crypto';
import { bytes, fields, text } from './passkey-device.ts';

// A certificate of "A maker" for "A device", signed by itself and good until 2099, and its key. Worth nothing.
const certificate = Buffer.from(
  'MIIByjCCAW+gAwIBAgIBATAKBggqhkjOPQQDAjBWMQswCQYDVQQGEwJHQjEQMA4GA1UECgwHQSBtYWtlcjEiMCAGA1UECwwZQXV0aGVudGljYXRvciBBdHRlc3RhdGlvbjERMA8GA1UEAwwIQSBkZXZpY2UwIBcNMjAwMTAxMDAwMDAwWhgPMjA5OTEyMzEwMDAwMDBaMFYxCzAJBgNVBAYTAkdCMRAwDgYDVQQKDAdBIG1ha2VyMSIwIAYDVQQLDBlBdXRoZW50aWNhdG9yIEF0dGVzdGF0aW9uMREwDwYDVQQDDAhBIGRldmljZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNGkD5GR2yqw/glbHDaJYaGBVWlkdeXxl6oin9IopjsbY369YrPX8PnOSHMPGiKar4+TBX7X1fR7Ml8rNh2rtnejLDAqMAkGA1UdEwQCMAAwHQYDVR0OBBYEFD2gHRDHCeCMwKSV5iFpNeaPpSd2MAoGCCqGSM49BAMCA0kAMEYCIQCZWT+Cx6aSz30uOQGxl6FxTH/wxPeHUeHpwgZWtgc44gIhAPeBam10CDOiQZE6y6Xw9xw903TzbC81Q4dPkf+EG/WM',
  'base64',
);
const key = createPrivateKey({
  key: Buffer.from(
    'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgYTPYIVcGaFIU2KJ9l9jbg73WA6ej/n1tsWoEc0EZnYehRANCAATRpA+RkdsqsP4JWxw2iWGhgVVpZHXl8ZeqIp/SKKY7G2N+vWKz1/D5zkhzDxoimq+PkwV+19X0ezJfKzYdq7Z3',
    'base64',
  ),
  format: 'der',
  type: 'pkcs8',
});

/** What a maker vouches for, in the form that most security keys send (format `packed`). */
export function vouchedByMaker(signed: Buffer): Buffer {
  const statement = fields([
    ['alg', Buffer.from([0x26])],
    ['sig', bytes(sign('sha256', signed, key))],
    ['x5c', Buffer.concat([Buffer.from([0x81]), bytes(certificate)])],
  ]);
  return fields(
    [
      ['fmt', text('packed')],
      ['attStmt', statement],
    ],
    3,
  );
}
