import { fact } from '../../model/reason.ts'
import type { CaseFacts } from '../rule/case-facts.ts'

/** An invented case for previews and tests of channels; addresses and names are those of documentation (RFC 5737, 6761). */
export function exampleCase(organisation: string): CaseFacts {
  const saying = fact('notify.example')
  return {
    organisation, status: 'new', verdict: null, alike: 'example', rules: new Set(['example']), techniques: new Set(['T1071.001']),
    case: {
      id: '0123456789abcdef0123456789abcdef', title: { en: 'Example: a host asks a known control server', ja: '例:ホストが既知の C2 サーバーと通信' }, priority: 72, score: [], severity: 'high',
      firstSeen: 1_779_408_000_000_000, lastSeen: 1_779_411_600_000_000, tactics: ['command-and-control'],
      entities: [{ type: 'host', value: 'pc-7' }, { type: 'ip', value: '192.0.2.7' }, { type: 'domain', value: 'control.example' }],
      findings: ['0'.repeat(32)], strongest: '0'.repeat(32), explanation: { what: saying, why: { and: [] }, change: saying, confidence: saying, next: saying },
    },
  }
}

/** What the example says. */
export const EXAMPLE_SENTENCES = {
  'notify.example': { en: 'This is an invented case: nothing has happened.', ja: 'これは架空のケースです。実際には何も起きていません。' },
} as const
