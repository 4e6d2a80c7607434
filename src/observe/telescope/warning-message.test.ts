import { expect, test } from 'vitest'
import type { WarningReport } from './telescope-schema.ts'
import { warningDigest, warningMessage } from './warning-message.ts'

const SENTENCE = { fact: 'telescope.next-mirai', numbers: {}, terms: {}, en: 'cut it off', ja: '切り離してください' }
const WARNING: WarningReport = {
  id: '0123456789abcdef', organisation: 'Example\r\nBcc: x@example.org', member: 'a', address: '203.0.113.5', kind: 'external', state: 'open',
  firstSeen: '2026-01-01T00:00:00.000000Z', lastSeen: '2026-01-01T01:00:00.000000Z', closesAt: '2026-01-01T02:00:00.000000Z', returns: 1, packets: 3, ports: [23, 2_323],
  fingerprints: ['unknown-0a1b2c3d'], families: ['unknown-0a1b2c3d'], spoofLikelihood: 0.05, spoofReason: { ...SENTENCE, en: 'as one machine sends', ja: '1 台の機器' }, heldBack: false, nextStep: SENTENCE,
  evidence: [{ time: '2026-01-01T00:00:00.000000Z', source: '203.0.113.5', destination: '198.18.0.1', protocol: 6, sourcePort: 4_000, destinationPort: 23, tcpFlags: 2, ttl: 50, wireLength: 40, linkType: 101, bytes: '45' }],
}

test('a message says who, what, since when, why it is believed, and what to do; nothing of it can be a header', () => {
  const { subject, text, data } = warningMessage('opened', WARNING, 'en', new Map([['unknown-0a1b2c3d', 'Hydra']]))
  expect(subject).toBe('Early warning: 203.0.113.5 came to unused space of others')
  expect(text).toBe(`Organisation: Example Bcc: x@example.org
Address: 203.0.113.5
What it did: came to unused space of others
First seen: 2026-01-01 00:00:00 UTC
Last seen: 2026-01-01 01:00:00 UTC
Packets: 3
Ports: 23, 2323
Sent with: Hydra
Likelihood that the address is forged: 5 % (as one machine sends)
Warning: 0123456789abcdef
It came again 1 time after it had been silent.

What to do first: cut it off

The first packets (UTC)
  2026-01-01 00:00:00 UTC  203.0.113.5 4000 > 198.18.0.1 23  TCP, TTL 50
`)
  expect(data).toEqual({ kind: 'telescope.warning', happening: 'opened', warning: WARNING })
})

test('in Japanese too', () => {
  const { subject, text } = warningMessage('closed', WARNING, 'ja')
  expect([subject, text.includes('最初に行うこと：切り離してください')]).toEqual(['早期警報（終了）：203.0.113.5 他組織などの未使用アドレスにアクセス', true])
})

test('a digest has what is likely forged last', () => {
  const { subject, text } = warningDigest('Example', '2026-01-01', [{ ...WARNING, address: '203.0.113.9', heldBack: true }, WARNING], 'en')
  expect(subject).toBe('Early warnings of 2026-01-01 for Example: 2')
  expect(text.indexOf('203.0.113.9')).toBeGreaterThan(text.indexOf('203.0.113.5'))
  expect(warningDigest('Example', '2026-01-01', [], 'ja').text).toContain('警報はありません。')
})
