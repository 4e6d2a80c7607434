import { SECOND_US } from '../model/time.ts'
import { readCaptures, STANDARD_INPUT } from '../observe/packet/read-captures.ts'
import { ATTACK_THRESHOLDS } from '../observe/telescope/defaults.ts'
import { readOrganisations } from '../observe/telescope/organisations.ts'
import { parsePrefix } from '../observe/telescope/parse-prefix.ts'
import { PrefixTable } from '../observe/telescope/prefix-table.ts'
import { Telescope } from '../observe/telescope/telescope.ts'
import type { TelescopeView } from '../observe/telescope/telescope-report.ts'
import { viewTelescope } from '../observe/telescope/telescope-report.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { ErrorCollector } from '../pipeline/error-list.ts'
import { formatEvidenceErrors } from './evidence-errors.ts'
import { requirePaths } from './rule-directories.ts'
import type { CommonOptions } from './settings.ts'
import { telescopeLines } from './telescope-lines.ts'
import { writeLines } from './write-lines.ts'

export interface TelescopeCommandOptions extends CommonOptions {
  readonly space: readonly string[]
  readonly organisations?: string
  readonly attackPackets: number
  readonly attackSeconds: number
  readonly attackRate: number
  readonly lang: 'en' | 'ja'
  readonly json?: boolean
}

/** Sources written together. */
const SOURCES_A_PIECE = 1_000

/** `noroshi telescope`: what captures of unused space show. Exit code 1 when something could not be read. */
export async function watch(paths: readonly string[], options: TelescopeCommandOptions): Promise<number> {
  requirePaths(paths.filter(path => path !== STANDARD_INPUT))
  const telescope = new Telescope({
    space: spaceOf(options.space),
    attackThresholds: {
      ...ATTACK_THRESHOLDS,
      packets: options.attackPackets,
      durationUs: options.attackSeconds * SECOND_US,
      packetsPerMinute: options.attackRate,
    },
    ...(options.organisations !== undefined && { organisations: readOrganisations(options.organisations) }),
  })
  const reports = new Map<string, ErrorCollector>()
  const batches = readCaptures(paths, {
    standardInput: process.stdin,
    onError(path, error) {
      const report = reports.get(path) ?? new ErrorCollector()
      reports.set(path, report)
      report.error(error)
    },
  })
  for await (const batch of batches) telescope.accept(batch)
  const view = viewTelescope(telescope)
  await writeLines(process.stdout, options.json ? jsonPieces(view) : telescopeLines(view, options.lang))
  for (const [path, report] of reports) process.stderr.write(formatEvidenceErrors(path, report.take()))
  return reports.size > 0 ? 1 : 0
}

function spaceOf(prefixes: readonly string[]): PrefixTable | null {
  if (prefixes.length === 0) return null
  return new PrefixTable(prefixes.map((text, value) => {
    const network = parsePrefix(text)
    if (network === null) throw new NoroshiError('usage', `--space ${text}: no prefix like 192.0.2.0/24`)
    return { network, value }
  }))
}

/** One object, written source after source: there may be millions. */
function* jsonPieces({ summary, sources }: TelescopeView): Generator<string> {
  yield `${JSON.stringify(summary).slice(0, -1)},"sources":[`
  const piece: string[] = []
  let separator = '\n'
  for (const source of sources()) {
    piece.push(`${separator}${JSON.stringify(source)}`)
    separator = ',\n'
    if (piece.length === SOURCES_A_PIECE) yield piece.splice(0).join('')
  }
  yield `${piece.join('')}]}\n`
}
