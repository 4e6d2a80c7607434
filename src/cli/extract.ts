import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openHouse } from '../capabilities.ts'
import type { Language } from '../model/reason.ts'
import { formatTime } from '../model/time.ts'
import { catalogueEntryOf } from '../pipeline/catalogue/catalogue-entry.ts'
import type { ExtractReport } from '../pipeline/extract/extract-report.ts'
import { makeExtract } from '../pipeline/extract/make-extract.ts'
import { Pseudonyms } from '../pipeline/extract/pseudonyms.ts'
import { eventScope } from '../pipeline/ingest/store-status.ts'
import { messageOf, NoroshiError } from '../platform/noroshi-error.ts'
import { ProgressLine } from '../platform/progress-line.ts'
import { formatQuery } from '../query/format-query.ts'
import { addAudit } from '../store/ledger/audit.ts'
import type { Ledger } from '../store/ledger/ledger.ts'
import { storedPaths } from '../store/ledger/stored-evidence.ts'
import { inTransaction } from '../store/postgres/transaction.ts'
import { listEntries } from '../store/register/entries.ts'
import { extractLines } from './extract-lines.ts'
import { huntQuery } from './hunt-query.ts'
import type { CommonOptions } from './settings.ts'
import { actorOf, readSettings } from './settings.ts'
import { goneSignal, terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

export interface ExtractCommandOptions extends CommonOptions {
  readonly out: string
  readonly basis: string
  readonly recipient: string
  readonly keyFile?: string
  readonly drop: readonly string[]
  readonly from?: number
  readonly to?: number
  readonly actor?: string
  readonly json?: boolean
  readonly lang: Language
}

/** Bytes of a key that may be tried against. */
const SHORTEST_KEY = 16

/** The domains of the register; more than any site has. */
const DOMAINS_MOST = 100_000

/** `noroshi extract`: exit code 1 when some of what the query found was left out. */
export async function extract(text: string, options: ExtractCommandOptions): Promise<number> {
  const query = huntQuery(text, options)
  if (query.pipe !== null) throw new NoroshiError('usage', 'an extract is of events: give a query without a pipe')
  const settings = readSettings(options)
  const key = readKey(options.keyFile)
  const progress = new ProgressLine(terminal().stderr)
  return withStore(options, settings, async ({ clickhouse: { client }, ledger }) => {
    const person = actorOf(options.actor)
    const scope = await eventScope({ ledger })
    const common = { organisation: ledger.organisation, person, basis: options.basis, recipient: options.recipient, query: formatQuery(query), position: scope.position }
    // Before anything leaves: who looked at what is told even when it is interrupted.
    await audit(ledger, person, 'extract.begin', options.out, common)
    try {
      const made = await makeExtract({
        reader: { client, scope, mappings: openHouse({ ruleDirectories: [] }).mappings, paths: await storedPaths(ledger, null), ...goneSignal() },
        query, pseudonyms: new Pseudonyms(key), ownDomains: await ownDomains(ledger), dropped: options.drop, out: options.out,
        mayExtract: dataset => catalogueEntryOf(settings.catalogue, ledger.organisation, dataset)?.extract === true,
        onProgress: events => progress.show(() => `${events.toLocaleString('en')} events`),
      })
      const report: ExtractReport = { made: formatTime(Date.now() * 1_000), ...common, keyFingerprint: fingerprintOf(key), ...made }
      writeFileSync(join(options.out, 'report.json'), `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 })
      writeFileSync(join(options.out, 'report.txt'), extractLines(report, options.lang).join(''), { mode: 0o600 })
      await audit(ledger, person, 'extract.make', made.sha256, { ...common, events: made.events, datasets: made.datasets })
      progress.clear()
      await writeLines(terminal().stdout, options.json === true ? [`${JSON.stringify(report)}\n`] : extractLines(report, options.lang))
      return Object.keys(report.refused).length === 0 ? 0 : 1
    } finally {
      progress.clear()
    }
  })
}

function audit(ledger: Ledger, person: string, action: string, subject: string, details: Readonly<Record<string, unknown>>): Promise<void> {
  return inTransaction(ledger.pool, client => addAudit(client, ledger.organisation, { person, action, subject, details }))
}

async function ownDomains(ledger: Ledger): Promise<string[]> {
  return (await listEntries(ledger, { kind: 'domain', limit: DOMAINS_MOST })).map(({ key }) => key)
}

/** Without a file one that nobody keeps: two extracts then cannot be compared. @throws NoroshiError `no-such-path`, `usage` */
function readKey(path: string | undefined): Buffer {
  if (path === undefined) return randomBytes(32)
  let key: Buffer
  try {
    key = readFileSync(path)
  } catch (cause) {
    throw new NoroshiError('no-such-path', `the key ${path} cannot be read: ${messageOf(cause)}`, { cause })
  }
  if (key.length < SHORTEST_KEY) throw new NoroshiError('usage', `the key in ${path} has fewer than ${SHORTEST_KEY} bytes; make one with: head -c 32 /dev/urandom > ${path}`)
  return key
}

function fingerprintOf(key: Uint8Array): string {
  return createHash('sha256').update(Buffer.from(hkdfSync('sha256', key, '', 'noroshi extract fingerprint', 32))).digest('hex').slice(0, 16)
}
