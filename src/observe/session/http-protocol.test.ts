import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import type { Segment } from './testing/conversation.ts'
import { conversation, FLAGS } from './testing/conversation.ts'
import { sessionsOf } from './testing/sessions-of.ts'

const REQUEST = 'GET /a?b=c HTTP/1.1\r\nHost: example.com\r\nUser-Agent: Test/1\r\nReferer: http://x/\r\n\r\n'
const POST = 'POST /up HTTP/1.1\r\nhost: example.com\r\nContent-Length: 5\r\n\r\nhello'
const SIZED = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody'
const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n3;x=y\r\nend\r\n0\r\nTrailer: 1\r\n\r\n'
const MISSING = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'

const OPENING: readonly Segment[] = [{ from: 'client', flags: FLAGS.syn, at: 0 }, { from: 'server', flags: FLAGS.synAck, at: 0 }]

async function exchanges(segments: readonly Segment[]) {
  const { events } = await sessionsOf(conversation([...OPENING, ...segments]))
  return events.filter(({ dataset }) => dataset === 'zeek.http').map(event => [event['trans_depth'], event['method'], event['uri'], event['status_code'], event['request_body_len'], event['response_body_len']])
}

/** A stream cut into segments. */
function pieces(from: 'client' | 'server', text: string, size: number): Segment[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) => ({ from, at: 1 + index * size, text: text.slice(index * size, (index + 1) * size) }))
}

describe('HTTP', () => {
  test('tells a request with its answer', async () => {
    const { events } = await sessionsOf(conversation([...OPENING, { from: 'client', text: REQUEST }, { from: 'server', text: SIZED }]))
    expect(events.find(({ dataset }) => dataset === 'zeek.http')).toMatchObject({
      trans_depth: 1, method: 'GET', host: 'example.com', uri: '/a?b=c', referrer: 'http://x/', version: '1.1', user_agent: 'Test/1', status_code: 200, status_msg: 'OK', response_body_len: 4,
    })
    expect(events.find(({ dataset }) => dataset === 'zeek.conn')).toMatchObject({ service: 'http' })
  })

  test('joins many in one connection, however they are cut', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 7, max: 60 }), fc.integer({ min: 16, max: 80 }), async (clientSize, serverSize) => {
      const segments = [...pieces('client', REQUEST + POST + REQUEST, clientSize < 16 ? 16 : clientSize), ...pieces('server', SIZED + CHUNKED + MISSING, serverSize)]
      expect(await exchanges(segments)).toEqual([[1, 'GET', '/a?b=c', 200, 0, 4], [2, 'POST', '/up', 200, 5, 7], [3, 'GET', '/a?b=c', 404, 0, 0]])
    }), { numRuns: byDepth(10, 100, 1_000) })
  })

  test('tells a request without answer, and an answer whose request is not there', async () => {
    expect(await exchanges([{ from: 'client', text: REQUEST }])).toEqual([[1, 'GET', '/a?b=c', undefined, 0, 0]])
    expect(await exchanges([{ from: 'server', text: MISSING }])).toEqual([[1, undefined, undefined, 404, 0, 0]])
  })

  test('a hole in a body does not hide what follows', async () => {
    const long = `HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n${'x'.repeat(1_000)}`
    const answer = long + MISSING
    const segments: Segment[] = [
      { from: 'client', text: REQUEST + REQUEST }, { from: 'server', text: answer.slice(0, 100) }, { from: 'server', at: 601, text: answer.slice(600) },
    ]
    expect(await exchanges(segments)).toEqual([[1, 'GET', '/a?b=c', 200, 0, 500], [2, 'GET', '/a?b=c', 404, 0, 0]])
  })
})
