import { describe, expect, test } from 'vitest'
import { conversation, FLAGS, type Segment } from './testing/conversation.ts'
import { sessionsOf } from './testing/sessions-of.ts'

const SYN: Segment = { from: 'client', flags: FLAGS.syn, at: 0 }
const SYN_ACK: Segment = { from: 'server', flags: FLAGS.synAck, at: 0 }
const ACK: Segment = { from: 'client' }
const FIN: Segment = { from: 'client', flags: FLAGS.fin }
const FIN_BACK: Segment = { from: 'server', flags: FLAGS.fin }
const RESET: Segment = { from: 'client', flags: FLAGS.reset }
const RESET_BACK: Segment = { from: 'server', flags: FLAGS.reset }

async function connections(segments: readonly Segment[], options = {}) {
  const { events, counts } = await sessionsOf(conversation(segments), options)
  return { connections: events.filter(({ dataset }) => dataset === 'zeek.conn'), counts }
}

describe('a connection', () => {
  test.each([
    ['S0', [SYN, SYN]],
    ['S1', [SYN, SYN_ACK, ACK]],
    ['SF', [SYN, SYN_ACK, ACK, FIN, FIN_BACK, ACK]],
    ['S2', [SYN, SYN_ACK, ACK, FIN]],
    ['S3', [SYN, SYN_ACK, ACK, FIN_BACK]],
    ['REJ', [SYN, RESET_BACK]],
    ['RSTO', [SYN, SYN_ACK, ACK, RESET]],
    ['RSTR', [SYN, SYN_ACK, ACK, RESET_BACK]],
    ['RSTOS0', [SYN, RESET]],
    ['RSTRH', [SYN_ACK, RESET_BACK]],
    ['SH', [SYN, FIN]],
    ['SHR', [SYN_ACK, FIN_BACK]],
    ['OTH', [ACK, { from: 'server', text: 'x' }]],
  ] as const)('is %s', async (state, segments) => {
    const { connections: [connection, ...others] } = await connections(segments)
    expect([connection?.['conn_state'], connection?.['id.orig_h'], others]).toEqual([state, '10.0.0.1', []])
  })

  test('counts what was sent, once, though sequence numbers wrap', async () => {
    const { connections: [connection] } = await connections([
      SYN, SYN_ACK, ACK, { from: 'server', at: 1, text: 'a'.repeat(100) }, { from: 'server', at: 1, text: 'a'.repeat(100) }, { from: 'server', at: 101, text: 'b'.repeat(50) }, { from: 'client', text: 'xyz' },
    ])
    expect(connection).toMatchObject({ orig_bytes: 3, resp_bytes: 150, orig_pkts: 3, resp_pkts: 4, orig_ip_bytes: 123, resp_ip_bytes: 410, duration: 0.006 })
  })

  test.each([
    ['silence of more than five minutes', [SYN, SYN_ACK, { ...ACK, seconds: 200 }, { ...ACK, seconds: 501 }], 2],
    ['no silence', [SYN, SYN_ACK, { ...ACK, seconds: 200 }, { ...ACK, seconds: 499 }], 1],
    ['another SYN', [SYN, SYN_ACK, ACK, { ...SYN, at: 5_000 }], 2],
    ['the same SYN again', [SYN, SYN, SYN_ACK, ACK], 1],
    ['five seconds after its close', [SYN, SYN_ACK, FIN, FIN_BACK, { ...ACK, seconds: 4 }, { ...ACK, seconds: 10 }], 2],
    ['a capture of earlier', [{ ...SYN, seconds: 100 }, { ...SYN_ACK, seconds: 100 }, { ...SYN, seconds: 80 }], 2],
  ] as const)('ends, or not, by %s', async (_, segments, count) => {
    expect((await connections(segments)).connections).toHaveLength(count)
  })

  test('is told early when there are too many, the longest silent first', async () => {
    const { connections: told, counts } = await connections([1, 2, 3, 1, 4].map(clientPort => ({ ...SYN, clientPort })), { maxFlows: 3 })
    expect([told.map(event => event['id.orig_p']), counts.evicted]).toEqual([[2, 3, 1, 4], 1])
  })
})
