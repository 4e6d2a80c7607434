import { formatTime } from '../model/time.ts'
import { attackThresholds } from '../observe/telescope/defaults.ts'
import { CarpetWatch } from '../observe/telescope/figures/carpet-watch.ts'
import { CARPET_THRESHOLDS } from '../observe/telescope/figures/defaults.ts'
import { openGeo } from '../observe/telescope/geo/geo.ts'
import { readOrganisations } from '../observe/telescope/organisations.ts'
import { Telescope } from '../observe/telescope/telescope.ts'
import type { TelescopeView } from '../observe/telescope/telescope-report.ts'
import { viewTelescope } from '../observe/telescope/telescope-report.ts'
import type { CommonOptions } from './settings.ts'
import { readSettings } from './settings.ts'
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
  readonly carpetNetwork: number
  readonly carpetSystem: number
  readonly asnDatabase?: string
  readonly lang: 'en' | 'ja'
  readonly json?: boolean
}

/** Sources written together. */
const SOURCES_A_PIECE = 1_000

/** `noroshi telescope`: what captures of unused space show. Exit code 1 when something could not be read. */
export async function watch(paths: readonly string[], options: TelescopeCommandOptions): Promise<number> {
  const thresholds = attackThresholds({ packets: options.attackPackets, seconds: options.attackSeconds, rate: options.attackRate })
  const telescope = new Telescope({
    space: spaceOf(options.space),
    attackThresholds: thresholds,
    ...(options.organisations !== undefined && { organisations: readOrganisations(options.organisations) }),
  })
  const carpets = new CarpetWatch(openGeo({ ...readSettings(options).geo, ...options }), { ...CARPET_THRESHOLDS, networkTargets: options.carpetNetwork, systemTargets: options.carpetSystem }, thresholds)
  const code = await readWatchedCaptures(paths, batch => {
    telescope.accept(batch)
    const { rows, kinds } = telescope
    for (let packet = 0; packet < batch.count; packet++) if (rows[packet]! >= 0) carpets.accept(batch, packet, kinds[packet]!)
  })
  const view = withCarpets(viewTelescope(telescope), carpets)
  await writeLines(process.stdout, options.json ? jsonPieces(view) : telescopeLines(view, options.lang))
  return code
}

/** The attacks with those on networks as a whole, each network once. */
function withCarpets(view: TelescopeView, carpets: CarpetWatch): TelescopeView {
  const known = new Set(view.summary.attacks.map(({ target }) => target))
  const attacks = carpets.attacks().filter(({ network }) => !known.has(network)).map(({ network, firstSeen, lastSeen, ...attack }) =>
    ({ target: network, ...attack, firstSeen: formatTime(firstSeen), lastSeen: formatTime(lastSeen), kind: 'carpet-bombing' as const }))
  return { ...view, summary: { ...view.summary, attacks: [...view.summary.attacks, ...attacks] } }
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
