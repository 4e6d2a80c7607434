/**
 * The server of bench/server.ts, in a process of its own: `node server-under-load.ts FOLDER CASES`. Prints `{origin, token, cases}` when it
 * answers, and ends when its standard input does.
 */
import { Writable } from 'node:stream'
import { openHouse } from '../src/capabilities.ts'
import { UNPACK_LIMITS } from '../src/pipeline/evidence/defaults.ts'
import { openIngestStore } from '../src/pipeline/ingest/ingest-store.ts'
import { openDataFolder } from '../src/platform/data-folder.ts'
import { logTo } from '../src/platform/log.ts'
import { startServer } from '../src/server/start-server.ts'
import { addAccount } from '../src/store/accounts/account.ts'
import { makeApiToken } from '../src/store/accounts/api-token.ts'
import { listCases } from '../src/store/cases/list-cases.ts'
import { recordDecision } from '../src/store/decisions/record-decision.ts'
import { RuleSets } from '../src/store/rule-sets/rule-sets.ts'
import { RuleSwitches } from '../src/store/rule-sets/rule-switches.ts'
import { verdictRules } from '../src/triage/index.ts'
import { fillWithCases } from './server-cases.ts'

/** Notes that are there already: an installation where people work. */
const DECISIONS = 60

const [folder, cases] = process.argv.slice(2)
if (folder === undefined || cases === undefined) throw new Error('give a data folder and a number of cases')
const data = openDataFolder(folder)
const store = await openIngestStore({
  folder: data,
  clickhouse: { kind: 'embedded', folder: data.clickhouse, runFolder: data.run },
  postgres: { kind: 'embedded', folder: data.postgres, runFolder: data.run },
  organisation: 'default',
  actor: 'bench',
})
const isNew = (await listCases(store.ledger, { limit: 1 })).length === 0
if (isNew) await fillWithCases(store, Number(cases))
for (const [i, { id }] of (await listCases(store.ledger, { limit: DECISIONS })).entries()) {
  await recordDecision(store.ledger, id, { kind: 'note', value: 'looked at' }, { person: 'bench', key: `before-${i}` }, verdictRules)
}
// What the engine does by itself within minutes.
await store.ledger.pool.query('vacuum analyze')
if (isNew) await addAccount(store.ledger.pool, { name: 'bench', displayName: 'Bench', role: 'analyst', organisation: 'default', clearance: 'amber' })
const { secret } = await makeApiToken(store.ledger.pool, 'bench', { label: 'bench', scopes: ['read', 'write', 'ingest'], days: 1 })
/** Nothing is read here. */
const reading = {
  decoders: [], version: { decoderVersion: '1', rulesetHash: '' }, stages: { version: '', make: () => [] }, archives: { limits: UNPACK_LIMITS }, workers: 1,
  run: () => Promise.reject(new Error('nothing is read here')), onProgress: () => {}, onRoom: () => {},
}
const server = await startServer({
  store,
  house: openHouse({ ruleDirectories: [] }),
  reading,
  rules: { sets: new RuleSets(data.rules), switches: new RuleSwitches(data.rules), directories: () => [], areChosen: false, renew: async () => {} },
  host: '127.0.0.1',
  port: 0,
  tls: null,
  names: [],
  marking: 'amber',
  sessions: { idleMinutes: 60, hours: 1 },
  requestsPerMinute: 10_000_000,
  page: null,
  version: '0',
  log: logTo(new Writable({ write: (_line, _encoding, done) => done() })),
})
const some = await listCases(store.ledger, { limit: 1_000 })
process.stdout.write(`${JSON.stringify({ origin: server.origin, token: secret, cases: some.map(({ id }) => id) })}\n`)
process.stdin.resume().once('end', async () => {
  await server.close()
  await store.close()
  data.close()
  process.exit(0)
})
