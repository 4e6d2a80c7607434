/**
 * How long it takes to tell whose an address was, over a hundred million lease and session records.
 *
 *     noroshi bench who [--records N] [--rounds N] [--data FOLDER]
 *
 * The records are made inside the engine: leases of 200,000 addresses in a row and of as many of IPv6, each with its machine; 802.1X sessions of the machines; translations of CGN
 * to blocks of ports and to single ports. The leases of the first days have the events that tell of them, with their lines. A folder that is named is kept, and not filled again. Measured is what `noroshi who` and the server call, with both engines and a register of 20,000 devices: of addresses on the inside, and of outer addresses with
 * their port. Beside the time by the clock stands the engine's processor time. Exit code 1 when a bar is missed.
 */
import { parseArgs } from 'node:util'
import { setTimeout as sleep } from 'node:timers/promises'
import { importFiles } from '../src/register/import/import-files.ts'
import { who } from '../src/register/who/who.ts'
import type { WhoQuestion } from '../src/register/who/who.ts'
import { openStore } from '../test/open-store.ts'
import { engineMs } from './engine-time.ts'

const { values: options } = parseArgs({ options: { records: { type: 'string', default: '100000000' }, rounds: { type: 'string', default: '200' }, data: { type: 'string' } } })
const RECORDS = Number(options.records)
const ROUNDS = Number(options.rounds)
const BAR_MS = 100
const WARM_UP_ROUNDS = 10
const ADDRESSES = 200_000
const OUTER = 2_000
const DEVICES = 20_000
/** Shares of the records. */
const SHARES = { lease: 0.4, lease6: 0.1, session: 0.2, block: 0.1, port: 0.2 } as const
const BEGIN_US = Date.UTC(2026, 0, 1) * 1_000
/** A year for a hundred million records: fewer are as dense. */
const SPAN_US = Math.floor(365 * 86_400_000_000 * RECORDS / 100_000_000)
const PORTS = { first: 40_000, count: 25_000, step: 7_919 } as const
const LIFE_US = 120_000_000
const INSERT_ROWS = 5_000_000
const SETTLE_MS = 240_000
/** Share of the leases that have their events: all of the first days, as many as a test has time to make. */
const LINED = 0.05
const EVENT_ROWS = 500_000

const opened = await openStore({ house: { ruleDirectories: [] }, ...(options.data === undefined ? {} : { folder: options.data }) })
const { store, data } = opened
const { client } = store.clickhouse
const folder = data.path
let missed = 0
try {
  if (await number('SELECT count() AS n FROM holdings') === 0) await fill()
  await asked('an address of a lease, with its session, device and owner', round => ({ address: addressOf(round), port: null, at: momentOf(round) }))
  await asked('the same in the first days of the year, with its line', round => ({ address: addressOf(round), port: null, at: BEGIN_US + Math.floor((momentOf(round) - BEGIN_US) * LINED / 2) }))
  await asked('an address of IPv6, with the same', round => ({ address: sixOf(round), port: null, at: momentOf(round) }))
  await asked('an outer address with a port of a block (CGN)', round => ({ address: outerOf(round), port: 1_024 + (round * 7_919) % 32_000, at: momentOf(round) }))
  await asked('an outer address with a port of its own (NAT)', portQuestion)
  await asked('an address that nobody had', round => ({ address: `203.0.113.${round % 256}`, port: null, at: momentOf(round) }))
} finally {
  await opened.close()
}
process.exitCode = missed === 0 ? 0 : 1

async function fill(): Promise<void> {
  const devices = Array.from({ length: DEVICES }, (_, device) => `pc-${device},${macOf(device)},lab-${device % 50},person-${device % 500}`)
  await importFiles(store.ledger, [{ name: 'devices.csv', bytes: Buffer.from(`id,macs,organisation,owner\n${devices.join('\n')}\n`) }], { person: 'bench', dryRun: false })
  const people = Array.from({ length: 500 }, (_, person) => `person-${person},Person ${person},user${person}`)
  await importFiles(store.ledger, [{ name: 'contacts.csv', bytes: Buffer.from(`id,name,accounts\n${people.join('\n')}\n`) }], { person: 'bench', dryRun: false })
  const start = performance.now()
  for (const [kind, share] of Object.entries(SHARES)) {
    const count = Math.round(RECORDS * share)
    for (let from = 0; from < count; from += INSERT_ROWS) await client.command({ query: recordsOf(kind, from, Math.min(INSERT_ROWS, count - from), count) })
  }
  const lined = Math.round(RECORDS * SHARES.lease * LINED)
  for (let from = 0; from < lined; from += EVENT_ROWS) await client.command({ query: eventsOf(from, Math.min(EVENT_ROWS, lined - from)) })
  const deadline = performance.now() + SETTLE_MS
  while (performance.now() < deadline && await number("SELECT count() AS n FROM system.merges WHERE table = 'holdings'") > 0) await sleep(1_000)
  const [rows, parts, bytes] = await Promise.all([
    number('SELECT count() AS n FROM holdings'), number("SELECT count() AS n FROM system.parts WHERE active AND table = 'holdings'"),
    number("SELECT sum(bytes_on_disk) AS n FROM system.parts WHERE active AND table = 'holdings'"),
  ])
  const seconds = ((performance.now() - start) / 1e3).toFixed(0)
  console.log(`${RECORDS.toLocaleString('en')} records in ${rows.toLocaleString('en')} rows, ${parts} parts, ${(bytes / 1e9).toFixed(1)} GB, made in ${seconds} s (engine ${(engineMs(folder) / 1e3).toFixed(0)} s)`)
}

/** A lease and a session stand under the address and under the machine. Load 0 is one that every look-up sees. */
function recordsOf(kind: string, from: number, count: number, all: number): string {
  const n = `(number + ${from})`
  const every = Math.max(1, Math.round(all / ADDRESSES))
  const since = (holders: number) => `toInt64(${BEGIN_US} + intDiv(${n}, ${holders}) * ${stepOf(all, holders)})`
  const inner = (holder: string) => `concat('10.', toString(intDiv(${holder}, 65536)), '.', toString(intDiv(${holder}, 256) % 256), '.', toString(${holder} % 256))`
  const six = (holder: string) => `concat('2001:db8:7:7:7:7:', ${[`intDiv(${holder}, 65535)`, `${holder} % 65535`].map(part => `trim(LEADING '0' FROM lower(hex(toUInt16(${part} + 1))))`).join(", ':', ")})`
  const mac = (holder: string) => `concat('00:11:22:', ${[65_536, 256, 1].map(unit => `lower(hex(toUInt8(intDiv(${holder}, ${unit}) % 256)))`).join(", ':', ")})`
  const row = (key: string, slot: string, values: Readonly<Record<'until' | 'address' | 'mac' | 'user' | 'place' | 'session' | 'port' | 'translation', string>>, begin: string) => {
    const { until, address, mac: machine, user, place, session, port, translation } = values
    const text = `concat('{"kind":"${kindOf(kind)}","act":"begin","address":"', ${address}, '","mac":"', ${machine}, '","user":"', ${user}, '","host":"","place":"', ${place},
      '","session":"', ${session}, '","from":', toString(since), ',"until":', ${until}, ',"port":', ${port}, ',"translation":', ${translation}, ',"event":"', lower(leftPad(hex(cityHash64(${n}, '${kind}')), 32, '0')), '","time":',
      toString(since), ',"dataset":"made.${kind}"}')`
    return `SELECT 'default', 0, ${key}, ${slot}, ${begin} AS since, ${text} FROM numbers(${count})`
  }
  const outer = `concat('198.', toString(18 + intDiv(${n} % ${OUTER}, 256)), '.7.', toString(${n} % ${OUTER} % 256))`
  const nothing = { until: "'null'", mac: "''", user: "''", place: "''", session: "''", port: "'null'", translation: "'null'" } as const
  const translated = (first: string, last: string) => `concat('{"address":"', ${outer}, '","ports":[', toString(${first}), ',', toString(${last}), ']}')`
  const holder = `(${n} % ${ADDRESSES})`
  if (kind === 'lease' || kind === 'lease6') {
    // Machines move on: each lease of an address is of the next machine every tenth time.
    const machine = `((${holder} + intDiv(intDiv(${n}, ${ADDRESSES}), 10)) % ${ADDRESSES})`
    const address = kind === 'lease' ? inner(holder) : six(holder)
    const values = { ...nothing, until: `toString(since + ${Math.floor(SPAN_US / every * 1.5)})`, address, mac: mac(machine) }
    return `INSERT INTO holdings ${[`concat('ip:', ${address})`, `concat('mac:', ${mac(machine)})`].map(key => row(key, '70001', values, since(ADDRESSES))).join(' UNION ALL ')}`
  }
  if (kind === 'session') {
    const values = { ...nothing, address: "''", mac: mac(holder), user: `concat('user', toString(${holder} % 500))`, place: `concat('sw-', toString(${holder} % 300), ' 12')`, session: `toString(${n})` }
    return `INSERT INTO holdings ${row(`concat('mac:', ${mac(holder)})`, '70002', values, since(ADDRESSES))}`
  }
  const customer = `(cityHash64(${n}, 'c') % ${ADDRESSES})`
  if (kind === 'block') {
    const first = `toUInt16(1024 + (intDiv(${n}, ${OUTER}) % 64) * 512)`
    const values = { ...nothing, address: inner(customer), translation: translated(first, `(${first} + 511)`) }
    return `INSERT INTO holdings ${row(`concat('ip:', ${outer})`, `65536 + intDiv(${first}, 1024)`, values, since(OUTER * 64))}`
  }
  const port = `toUInt16(${PORTS.first} + intDiv(${n}, ${OUTER}) * ${PORTS.step} % ${PORTS.count})`
  const values = { ...nothing, until: `toString(since + ${LIFE_US})`, address: inner(customer), port: "'443'", translation: translated(port, port) }
  return `INSERT INTO holdings ${row(`concat('ip:', ${outer})`, port, values, since(OUTER))}`
}

/** The events of leases, as a DHCP server's log has them. */
function eventsOf(from: number, count: number): string {
  const n = `(number + ${from})`
  const line = `concat('<30>dhcpd: DHCPACK on 10.0.0.1 to 00:11:22:33:44:55 (host-', toString(${n} % ${ADDRESSES}), ') via eth0, transaction ', toString(${n}))`
  return `INSERT INTO events (organisation, load, id, time, dataset, evidence, record, offset, length, raw, fields)
    SELECT 'default', 0, unhex(leftPad(hex(cityHash64(${n}, 'lease')), 32, '0')), fromUnixTimestamp64Micro(toInt64(${BEGIN_US} + intDiv(${n}, ${ADDRESSES}) * ${stepOf(Math.round(RECORDS * SHARES.lease), ADDRESSES)}), 'UTC'),
      'made.lease', toFixedString('made', 32), ${n}, ${n} * 100, 100, ${line}, concat('{"message":"', ${line}, '"}') FROM numbers(${count})`
}

async function asked(name: string, question: (round: number) => WhoQuestion): Promise<void> {
  const scope = { organisation: 'default', position: 1, hiddenLoads: [] }
  const times: number[] = []
  const hops: number[] = []
  let lines = 0
  let before = 0
  let own = process.cpuUsage()
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    if (round === WARM_UP_ROUNDS) [before, own] = [engineMs(folder), process.cpuUsage()]
    const start = performance.now()
    const answer = await who({ client, scope, ledger: store.ledger }, question(round * 31 + 1))
    if (round < WARM_UP_ROUNDS) continue
    times.push(performance.now() - start)
    hops.push(answer.hops.length)
    lines += answer.hops.filter(({ event }) => event !== null && event.line !== null).length
  }
  const processor = (engineMs(folder) - before) / ROUNDS
  const { user, system } = process.cpuUsage(own)
  const [median, p95] = [0.5, 0.95].map(share => times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]!)
  const verdict = p95! <= BAR_MS ? `met (${BAR_MS})` : `MISSED (${BAR_MS})`
  if (verdict.startsWith('MISSED')) missed++
  const mean = hops.reduce((sum, each) => sum + each, 0) / hops.length
  console.log(`  ${name.padEnd(60)}p50 ${median!.toFixed(0).padStart(4)} ms, p95 ${p95!.toFixed(0).padStart(4)} ms  ${verdict.padEnd(13)} engine's processor ${processor.toFixed(0)} ms, program's ${((user + system) / 1e3 / ROUNDS).toFixed(0)} ms, ${mean.toFixed(1)} hops, ${(lines / ROUNDS).toFixed(1)} lines`)
}

/** Of a record, as the store calls it. */
function kindOf(kind: string): string {
  return kind === 'block' || kind === 'port' ? 'translation' : kind === 'lease6' ? 'lease' : kind
}

/** Of a translation that there was. */
function portQuestion(round: number): WhoQuestion {
  const all = Math.round(RECORDS * SHARES.port)
  const turn = (round * 104_729) % Math.floor(all / OUTER)
  return { address: outerOf(round), port: PORTS.first + turn * PORTS.step % PORTS.count, at: BEGIN_US + turn * stepOf(all, OUTER) + LIFE_US / 2 }
}

/** Microseconds between two records of one holder. */
function stepOf(all: number, holders: number): number {
  return Math.floor(SPAN_US * holders / Math.max(all, holders))
}

function addressOf(round: number): string {
  const holder = (round * 7_919) % ADDRESSES
  return `10.${Math.floor(holder / 65_536)}.${Math.floor(holder / 256) % 256}.${holder % 256}`
}

function sixOf(round: number): string {
  const holder = (round * 7_919) % ADDRESSES
  return `2001:db8:7:7:7:7:${(Math.floor(holder / 65_535) + 1).toString(16)}:${(holder % 65_535 + 1).toString(16)}`
}

function outerOf(round: number): string {
  const outer = (round * 7_919) % OUTER
  return `198.${18 + Math.floor(outer / 256)}.7.${outer % 256}`
}

function macOf(holder: number): string {
  return `00:11:22:${[65_536, 256, 1].map(unit => (Math.floor(holder / unit) % 256).toString(16).padStart(2, '0')).join(':')}`
}

function momentOf(round: number): number {
  return BEGIN_US + Math.floor(SPAN_US * (0.05 + 0.9 * ((round * 104_729) % 10_007) / 10_007))
}

async function number(query: string): Promise<number> {
  const [row] = await (await client.query({ query, format: 'JSONEachRow' })).json<{ n: string }>()
  return Number(row?.n)
}
