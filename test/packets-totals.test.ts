import { spawnSync } from 'node:child_process'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { sessionsOf } from '../src/observe/session/testing/sessions-of.ts'
import { byDepth, IS_QUICK } from './depth.ts'
import { runProgram } from './run-noroshi.ts'
import { describeWithData, testFiles } from './test-data.ts'

const LIMIT_MS = 600_000
/** Of Debian; where it is missing nothing is compared. */
const TSHARK = 'tshark'
const hasTshark = !IS_QUICK && spawnSync(TSHARK, ['--version'], { stdio: 'ignore' }).status === 0

/** What is compared: each a list of texts, in their order. */
interface Totals {
  /** Names asked for in DNS, mDNS and LLMNR, one for each query, however often it was captured; one that was sent again and answered again is another. */
  readonly queries: readonly string[]
  /** Methods of HTTP/1 over TCP. */
  readonly requests: readonly string[]
  /** Names asked for in TLS handshakes, over TCP and in QUIC; a second ClientHello of a handshake is not another. */
  readonly hellos: readonly string[]
}

const FIELDS = ['tcp.stream', 'udp.stream', 'dns.flags.response', 'dns.id', 'dns.qry.name', 'http.request.method', 'tls.handshake.type', 'tls.handshake.extensions_server_name']

async function toldByTshark(capture: string): Promise<Totals> {
  const filter = 'dns.qry.name || (tcp && http.request.method) || tls.handshake.type == 1'
  const { stdout } = await runProgram(TSHARK, ['-r', capture, '-Y', filter, '-T', 'fields', '-E', 'separator=/t', '-E', 'aggregator=,', ...FIELDS.flatMap(field => ['-e', field])])
  const queries = new Map<string, { readonly name: string, asked: number, answered: number }>()
  const requests: string[] = []
  const hellos = new Map<string, string>()
  for (const line of stdout.split('\n').filter(each => each !== '')) {
    const [tcp = '', udp = '', response = '', id = '', names = '', methods = '', types = '', server = ''] = line.split('\t')
    if (response !== '') for (const name of names.split(',')) {
      const key = `${tcp} ${udp} ${id} ${name}`
      const known = queries.get(key) ?? { name, asked: 0, answered: 0 }
      queries.set(key, known)
      if (response === 'False' || response === '0') known.asked++
      else known.answered++
    }
    if (methods !== '') requests.push(...methods.split(','))
    if (types.split(',').includes('1')) hellos.set(`${tcp} ${udp}`, hellos.get(`${tcp} ${udp}`) ?? server.split(',')[0]!)
  }
  const each = [...queries.values()].flatMap(({ name, asked, answered }) => Array.from({ length: asked === 0 ? 0 : Math.max(1, Math.min(asked, answered)) }, () => name))
  return { queries: each.sort(), requests: requests.sort(), hellos: [...hellos.values()].sort() }
}

async function toldByUs(capture: string): Promise<Totals> {
  const { events } = await sessionsOf(capture)
  const texts = (dataset: string, field: string, needed: string) => events.filter(event => event.dataset === dataset && event[needed] !== undefined).map(event => String(event[field] ?? '')).sort()
  return { queries: texts('zeek.dns', 'query', 'query'), requests: texts('zeek.http', 'method', 'method'), hellos: texts('zeek.ssl', 'server_name', 'ja4') }
}

describeWithData('totals beside tshark', ['pcap/ja4/pcap'], () => {
  const captures = ['.pcap', '.pcapng'].flatMap(ending => testFiles('pcap/ja4/pcap', ending))

  test.skipIf(!hasTshark)('of queries, requests and handshakes are the same in every capture given', async () => {
    const some = byDepth([], captures, captures)
    expect(some.length).toBeGreaterThan(30)
    const sums = { queries: 0, requests: 0, hellos: 0 }
    for (const capture of some) {
      const [ours, theirs] = [await toldByUs(capture), await toldByTshark(capture)]
      expect({ capture: basename(capture), ...ours }).toEqual({ capture: basename(capture), ...theirs })
      sums.queries += ours.queries.length
      sums.requests += ours.requests.length
      sums.hellos += ours.hellos.length
    }
    expect(Math.min(...Object.values(sums))).toBeGreaterThan(50)
  }, LIMIT_MS)
})
