import { formatTime } from '../../model/time.ts'
import { MALFORMED_KINDS } from '../packet/packet-batch.ts'
import type { Campaign } from './campaigns.ts'
import { findCampaigns } from './campaigns.ts'
import { carpetBombings } from './carpet-bombing.ts'
import { LEAST_CAMPAIGN_PACKETS, MAX_CAMPAIGN_SOURCES } from './defaults.ts'
import { describeRule } from './header-rule.ts'
import { KIND, KINDS } from './kinds.ts'
import { marksOf } from './marks.ts'
import type { MinedTool } from './mine-rules.ts'
import { mineRules } from './mine-rules.ts'
import { sampledSources } from './sampled-sources.ts'
import { isMisconfiguration, scanShape } from './scan-shape.ts'
import { AT, ROW_DOUBLES, ROW_HALVES, ROW_WORDS } from './source-table.ts'
import type { Telescope } from './telescope.ts'
import type { SourceReport, TelescopeReport, WarningReport } from './telescope-schema.ts'
import { viewWarning } from './view-warnings.ts'
import type { MemberWarning } from './warnings.ts'

const PROBE_BITS = KINDS.slice(0, KIND['icmp-echo']).reduce((bits, _, kind) => bits | (1 << kind), 0)

/** What a telescope saw, in one piece or, for sources by the million, source after source. */
export interface TelescopeView {
  /** The unknown tools of sources, by their row. */
  readonly toolsOf: ReadonlyMap<number, readonly string[]>
  readonly summary: Omit<TelescopeReport, 'sources'>
  sources(): Generator<SourceReport>
}

/** Judges all that was seen until now. */
export function viewTelescope(telescope: Telescope): TelescopeView {
  const tools = mineRules(sampledSources(telescope))
  const toolsOf = namesByRow(tools)
  const seen = new SeenSources(telescope, toolsOf)
  const campaigns = findCampaigns(seen.campaignSources(), telescope.from, telescope.to)
  const campaignOf = new Map(campaigns.flatMap(({ id, rows }) => rows.map(row => [row, id])))
  const attacks = telescope.targets.attacks()
  const summary: TelescopeView['summary'] = {
    packets: telescope.packets,
    malformed: telescope.malformed.reduce((sum, each) => sum + each, 0),
    malformedKinds: Object.fromEntries(MALFORMED_KINDS.map((kind, index) => [kind, telescope.malformed[index]!] as const).filter(([, count]) => count > 0)),
    notWatched: telescope.notWatched,
    from: Number.isFinite(telescope.from) ? formatTime(telescope.from) : null,
    to: Number.isFinite(telescope.to) ? formatTime(telescope.to) : null,
    campaigns: campaigns.map(campaign => viewCampaign(campaign, seen)),
    attacks: [
      ...attacks.map(({ address4: _, ...attack }) => ({ ...attack, ...seenBetween(attack), kind: 'randomly-spoofed' as const })),
      ...carpetBombings(attacks).map(attack => ({ ...attack, ...seenBetween(attack), kind: 'carpet-bombing' as const })),
    ],
    changes: telescope.portChanges.changes().map(({ at, ...change }) => ({ ...change, on: [...change.on], at: formatTime(at) })),
    warnings: viewWarnings(telescope, telescope.warnings?.list() ?? [], seen, telescope.to),
    unknownFingerprints: tools.map(tool => viewTool(tool, seen)),
  }
  return {
    toolsOf,
    summary,
    *sources() {
      for (let row = 0; row < telescope.sources.count; row++) yield seen.view(row, campaignOf.get(row))
    },
  }
}

/**
 * Warnings without comparing sources: for one who looks every second.
 *
 * @param now microseconds since the epoch; live it goes on while nothing comes
 * @param toolsOf the unknown tools of sources, as they were found last
 */
export function viewSomeWarnings(telescope: Telescope, some: Iterable<MemberWarning>, now: number, toolsOf: TelescopeView['toolsOf'] = new Map()): WarningReport[] {
  return viewWarnings(telescope, some, new SeenSources(telescope, toolsOf), now)
}

function viewWarnings({ warnings }: Telescope, some: Iterable<MemberWarning>, seen: SeenSources, now: number): WarningReport[] {
  if (warnings === null) return []
  const sourceOf = (row: number) => ({ fingerprints: seen.fingerprints(row), ...seen.ttls(row) })
  return Array.from(some, warning => viewWarning(warning, warnings, sourceOf, now))
}

function namesByRow(tools: readonly MinedTool[]): ReadonlyMap<number, readonly string[]> {
  const names = new Map<number, string[]>()
  for (const { name, rows } of tools) for (const row of rows) names.set(row, [...names.get(row) ?? [], name])
  return names
}

/** What the table holds of a source, in the words of the report. */
class SeenSources {
  readonly #telescope: Telescope
  readonly #toolsOf: ReadonlyMap<number, readonly string[]>

  constructor(telescope: Telescope, toolsOf: ReadonlyMap<number, readonly string[]>) {
    this.#telescope = telescope
    this.#toolsOf = toolsOf
  }

  address(row: number): string {
    return this.#telescope.sources.index.text(row)
  }

  packets(row: number): number {
    return this.#telescope.sources.words[row * ROW_WORDS + AT.wordPackets]!
  }

  firstSeen(row: number): number {
    return this.#telescope.sources.doubles[row * ROW_DOUBLES + AT.doubleFirst]!
  }

  lastSeen(row: number): number {
    return this.#telescope.sources.doubles[row * ROW_DOUBLES + AT.doubleLast]!
  }

  fingerprints(row: number): string[] {
    const { bytes } = this.#telescope.sources
    return [...marksOf(bytes, row * ROW_WORDS * 4 + AT.byteMarks, this.packets(row)), ...this.#toolsOf.get(row) ?? []]
  }

  ttls(row: number): { readonly leastTtl: number, readonly mostTtl: number } {
    const { bytes } = this.#telescope.sources
    const byte = row * ROW_WORDS * 4
    return { leastTtl: bytes[byte + AT.byteLeastTtl]!, mostTtl: bytes[byte + AT.byteMostTtl]! }
  }

  *campaignSources() {
    let compared = 0
    for (let row = 0; row < this.#telescope.sources.count; row++) {
      if ((this.#telescope.sources.words[row * ROW_WORDS + AT.wordKinds]! & PROBE_BITS) === 0 || this.packets(row) < LEAST_CAMPAIGN_PACKETS) continue
      const ports = this.#telescope.sources.portsOf(row)
      // Wrong settings begin together too, when they are spread.
      if (isMisconfiguration(this.packets(row), ports.length, this.#telescope.sources.halves[row * ROW_HALVES + AT.halfTargets]!)) continue
      if (++compared > MAX_CAMPAIGN_SOURCES) return
      yield {
        row,
        firstSeen: this.firstSeen(row),
        lastSeen: this.lastSeen(row),
        packets: this.packets(row),
        ports,
        template: this.#telescope.sources.halves[row * ROW_HALVES + AT.halfTemplate]!,
        fingerprints: this.fingerprints(row),
      }
    }
  }

  view(row: number, campaign: string | undefined): SourceReport {
    const { words } = this.#telescope.sources
    const kinds = words[row * ROW_WORDS + AT.wordKinds]!
    const targets = this.#telescope.sources.halves[row * ROW_HALVES + AT.halfTargets]!
    const ports = this.#telescope.sources.portsOf(row)
    const packets = this.packets(row)
    const scan = scanShape(ports.length, targets)
    const misconfigured = (kinds & PROBE_BITS) !== 0 && isMisconfiguration(packets, ports.length, targets)
    return {
      address: this.address(row),
      packets,
      firstSeen: formatTime(this.firstSeen(row)),
      lastSeen: formatTime(this.lastSeen(row)),
      kinds: KINDS.filter((kind, index) => (kinds & (1 << index)) !== 0 || (misconfigured && kind === 'misconfiguration')),
      fingerprints: this.fingerprints(row),
      ports,
      ...(scan !== null && { scan }),
      ...(campaign !== undefined && { campaign }),
    }
  }
}

function viewCampaign({ rows, firstSeen, lastSeen, ...campaign }: Campaign, seen: SeenSources): TelescopeReport['campaigns'][number] {
  return {
    id: campaign.id,
    sources: rows.map(row => seen.address(row)),
    ports: [...campaign.ports],
    fingerprints: [...campaign.fingerprints],
    firstSeen: formatTime(firstSeen),
    lastSeen: formatTime(lastSeen),
    packets: campaign.packets,
  }
}

function viewTool({ name, rules, rows }: MinedTool, seen: SeenSources): TelescopeReport['unknownFingerprints'][number] {
  return {
    name,
    rule: rules.map(rule => describeRule(rule, 'en')).join('; '),
    ruleJa: rules.map(rule => describeRule(rule, 'ja')).join('、'),
    sources: rows.map(row => seen.address(row)),
    packets: rows.reduce((sum, row) => sum + seen.packets(row), 0),
    firstSeen: formatTime(rows.reduce((first, row) => Math.min(first, seen.firstSeen(row)), Infinity)),
  }
}

function seenBetween({ firstSeen, lastSeen }: { readonly firstSeen: number, readonly lastSeen: number }): { firstSeen: string, lastSeen: string } {
  return { firstSeen: formatTime(firstSeen), lastSeen: formatTime(lastSeen) }
}
