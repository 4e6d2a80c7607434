import fc from 'fast-check'
import { readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { describeWithData, testData, testFiles } from '../../../test/test-data.ts'
import { sessionEventSchema } from './session-schema.ts'
import { sessionsOf } from './testing/sessions-of.ts'

describeWithData('session events of real captures', ['pcap/ja4/pcap', 'pcap/tcpdump'], () => {
  const capture = (name: string) => testData('pcap/ja4/pcap', name)

  test('a connection has the bytes, packets and duration that tshark counts', async () => {
    const { events } = await sessionsOf(capture('ssh2.pcapng'))
    const connection = events.find(event => event.dataset === 'zeek.conn' && event['id.orig_p'] === 57_380)
    expect(connection).toEqual({
      dataset: 'zeek.conn', _path: 'conn', ts: 1688672871.335455, uid: connection?.uid, 'id.orig_h': '172.16.225.48', 'id.orig_p': 57_380, 'id.resp_h': '184.150.157.177',
      'id.resp_p': 80, proto: 'tcp', service: 'http', duration: 0.484492, orig_bytes: 111, resp_bytes: 187, conn_state: 'SF', missed_bytes: 0, orig_pkts: 7,
      orig_ip_bytes: 415, resp_pkts: 6, resp_ip_bytes: 451,
    })
  })

  test('a query is told with its answer', async () => {
    const { events } = await sessionsOf(capture('ssh2.pcapng'))
    expect(events.find(({ query }) => query === 'updates.opendns.com')).toMatchObject({
      dataset: 'zeek.dns', proto: 'udp', trans_id: 22_564, rtt: 0.023646, qtype_name: 'A', rcode_name: 'NOERROR', answers: ['146.112.255.155'], TTLs: [861], rejected: false,
    })
  })

  test('a handshake is told with the names of its certificate', async () => {
    const { events } = await sessionsOf(capture('ssh2.pcapng'))
    expect(events.find(event => event['server_name'] === 'updates.opendns.com')).toMatchObject({
      dataset: 'zeek.ssl', version: 'TLSv12', cipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', established: true,
      subject: 'CN=api.opendns.com,O=Cisco OpenDNS LLC,L=San Francisco,ST=California,C=US', ja4: 't12d190800_d83cc789557e_7af1ed941c26',
    })
  })

  test('both sides of SSH say what they are', async () => {
    const { events } = await sessionsOf(capture('ssh-r.pcap'))
    expect(events.find(({ dataset }) => dataset === 'zeek.ssh')).toMatchObject({ version: 2, client: expect.stringMatching(/^SSH-2\.0-/), server: expect.stringMatching(/^SSH-2\.0-/) })
  })

  test('every event follows the schema, and every capture is read', async () => {
    const small = [...testFiles('pcap/ja4/pcap', ''), ...testFiles('pcap/tcpdump', 'pcap')].filter(path => statSync(path).isFile() && statSync(path).size < byDepth(20_000, 5_000_000, 5_000_000))
    let events = 0
    for (const path of small) {
      for (const event of (await sessionsOf(path)).events) {
        events++
        const { error } = sessionEventSchema.safeParse(event)
        if (error !== undefined) expect([path, event, error.message]).toEqual([])
      }
    }
    expect([small.length > 500, events > 100]).toEqual([true, true])
  })

  test('nothing escapes from captures with flipped bits', async () => {
    const originals = ['tls12.pcap', 'http1-with-cookies.pcapng', 'single-packets.pcap', 'latest.pcapng', 'https-connect.pcap', 'ssh2-malformed.pcap', 'quic-tls-handshake.pcapng', 'chrome-cloudflare-quic-with-secrets.pcapng'].map(name => readFileSync(capture(name)))
    const flips = fc.array(fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 40 })
    await fc.assert(fc.asyncProperty(fc.constantFrom(...originals), flips, async (original, changes) => {
      const damaged = Uint8Array.from(original)
      for (const [where, mask] of changes) {
        const at = 24 + Math.floor(where * (damaged.length - 24))
        damaged[at] = damaged[at]! ^ mask
      }
      const { events, counts } = await sessionsOf(damaged)
      expect(counts.heldBytes).toBe(0)
      for (const event of events) expect(sessionEventSchema.safeParse(event).error?.message).toBe(undefined)
    }), { numRuns: byDepth(40, 400, 10_000) })
  })
})
