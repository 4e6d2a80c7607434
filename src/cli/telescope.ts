import { attackThresholds } from '../observe/telescope/defaults.ts'
import { readOrganisations } from '../observe/telescope/organisations.ts'
import { Telescope } from '../observe/telescope/telescope.ts'
import type { TelescopeView } from '../observe/telescope/telescope-report.ts'
import { viewTelescope } from '../observe/telescope/telescope-report.ts'
import type { CommonOptions } from './settings.ts'
import { readWatchedCaptures } from './telescope-captures.ts'
import { telescopeLines } from './telescope-lines.ts'
import { spaceOf } from '../observe/telescope/watched-space.ts'
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
  const telescope = new Telescope({
    space: spaceOf(options.space),
    attackThresholds: attackThresholds({ packets: options.attackPackets, seconds: options.attackSeconds, rate: options.attackRate }),
    ...(options.organisations !== undefined && { organisations: readOrganisations(options.organisations) }),
  })
  const code = await readWatchedCaptures(paths, batch => telescope.accept(batch))
  const view = viewTelescope(telescope)
  await writeLines(process.stdout, options.json ? jsonPieces(view) : telescopeLines(view, options.lang))
  return code
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
