import type { WarningReport } from '../../../../observe/telescope/telescope-schema.ts'
import type { Ledger } from '../../../../store/ledger/ledger.ts'
import { saveWarnings } from '../../../../store/telescope/warning-store.ts'

const SENTENCE = { fact: 'telescope.next-mirai', numbers: {}, terms: {}, en: 'cut it off', ja: '切り離してください' }

/** Writes a warning down as the sensor's owner does. @returns its id */
export async function someWarning(ledger: Ledger, given: Partial<WarningReport> = {}): Promise<string> {
  const warning: WarningReport = {
    id: '0123456789abcdef', organisation: 'A', member: 'a-member', address: '203.0.113.5', kind: 'external', state: 'open',
    firstSeen: '2026-01-01T00:00:00.000000Z', lastSeen: '2026-01-01T01:00:00.000000Z', closesAt: '2026-01-01T02:00:00.000000Z', returns: 0, packets: 3, ports: [23],
    fingerprints: ['mirai'], families: ['mirai'], spoofLikelihood: 0.05, spoofReason: { ...SENTENCE, fact: 'telescope.spoof-single' }, heldBack: false, nextStep: SENTENCE,
    evidence: [{
      time: '2026-01-01T00:00:00.000000Z', source: '203.0.113.5', destination: '198.18.0.1', protocol: 6, sourcePort: 4_000, destinationPort: 23, tcpFlags: 2, ttl: 50, wireLength: 40,
      linkType: 101, bytes: '45',
    }],
    ...given,
  }
  const { id, member, state, heldBack, lastSeen } = warning
  await saveWarnings(ledger, [{ id, member, state, heldBack, lastSeen, body: warning }])
  return id
}
