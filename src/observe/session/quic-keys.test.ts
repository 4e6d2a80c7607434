import { expect, test } from 'vitest'
import { initialKeys, quicVersion } from './quic-keys.ts'

const CONNECTION = Buffer.from('8394c8f03e515708', 'hex')

test.each([
  ['1 (RFC 9001, appendix A.1)', 1, '1f369613dd76d5467730efcbe3b1a22d', 'fa044b2f42a3fd3b46fb255c', '9f50449e04a0e810283a1e9933adedd2'],
  ['2 (RFC 9369, appendix A.1)', 0x6b3343cf, '8b1a0bc121284290a29e0971b5cd045d', '91f73e2351d8fa91660e909f', '45b95e15235d6f45a6b19cbcb0294ba9'],
])('the keys of a client are those of the samples: version %s', (_name, number, key, nonce, headerKey) => {
  const version = quicVersion(number)
  const keys = version === null ? null : initialKeys(version, CONNECTION, 'client')
  expect(keys && [keys.key, keys.nonce, keys.headerKey].map(bytes => Buffer.from(bytes).toString('hex'))).toEqual([key, nonce, headerKey])
})
