import { createHash } from 'node:crypto'
import { CAMPAIGN_START_US, LEAST_CAMPAIGN_SOURCES } from './defaults.ts'

/** What of a source is compared with others. */
export interface CampaignSource {
  readonly row: number
  readonly firstSeen: number
  readonly lastSeen: number
  readonly packets: number
  readonly ports: readonly number[]
  /** Window and options of its SYNs. */
  readonly template: number
  readonly fingerprints: readonly string[]
}

/** Sources that act as one. */
export interface Campaign {
  /** The same for the same ports, packets and tools, on any day. */
  readonly id: string
  readonly ports: readonly number[]
  readonly fingerprints: readonly string[]
  readonly rows: readonly number[]
  readonly firstSeen: number
  readonly lastSeen: number
  readonly packets: number
}

/** Chance that so many would start together without an agreement, above which they are none. */
const CHANCE = 1e-6
/** How much slower or faster than the middle one a source may be and still keep the rhythm. */
const RHYTHM = 2
/** Ports of a source that is compared: who asks for more is compared by what it asks of all. */
const MAX_PORTS = 16

/**
 * Groups of sources with the same ports, the same packets, the same rhythm and the same start: within two minutes so many of them first show
 * themselves as chance would not bring about, given how often such sources appear over the whole time. Sources that were there when the
 * capture began have no start that is known, and are in no group.
 */
export function findCampaigns(sources: Iterable<CampaignSource>, from: number, to: number): Campaign[] {
  const groups = Map.groupBy(comparable(sources),
    ({ ports, template, fingerprints }) => `${ports.join(',')} ${template} ${fingerprints.join(',')}`)
  return [...groups].filter(([, members]) => members.length >= LEAST_CAMPAIGN_SOURCES).flatMap(([key, members]) => campaignsOf(key, members, from, to))
}

function campaignsOf(key: string, members: readonly CampaignSource[], from: number, to: number): Campaign[] {
  const sorted = members.filter(({ firstSeen }) => firstSeen >= from + CAMPAIGN_START_US).sort((a, b) => a.firstSeen - b.firstSeen || a.row - b.row)
  const expected = members.length * CAMPAIGN_START_US / Math.max(to - from, CAMPAIGN_START_US)
  const campaigns: Campaign[] = []
  for (let first = 0; first < sorted.length;) {
    let next = first
    while (next < sorted.length && sorted[next]!.firstSeen - sorted[first]!.firstSeen <= CAMPAIGN_START_US) next++
    const together = inRhythm(sorted.slice(first, next))
    const isOne = together.length >= LEAST_CAMPAIGN_SOURCES && poissonTail(expected, together.length) < CHANCE
    if (isOne) campaigns.push(campaignOf(key, together))
    first = isOne ? next : first + 1
  }
  return campaigns
}

/** Those whose time between packets is near that of the middle one. */
function inRhythm(sources: readonly CampaignSource[]): CampaignSource[] {
  const pace = ({ firstSeen, lastSeen, packets }: CampaignSource) => (packets < 2 ? 0 : (lastSeen - firstSeen) / (packets - 1))
  const middle = sources.map(pace).sort((a, b) => a - b)[sources.length >> 1] ?? 0
  return sources.filter(source => pace(source) <= RHYTHM * middle && RHYTHM * pace(source) >= middle)
}

function campaignOf(key: string, sources: readonly CampaignSource[]): Campaign {
  const { ports, fingerprints } = sources[0]!
  return {
    id: `campaign-${createHash('sha256').update(key).digest('hex').slice(0, 8)}`,
    ports,
    fingerprints,
    rows: sources.map(({ row }) => row),
    firstSeen: Math.min(...sources.map(({ firstSeen }) => firstSeen)),
    lastSeen: Math.max(...sources.map(({ lastSeen }) => lastSeen)),
    packets: sources.reduce((sum, { packets }) => sum + packets, 0),
  }
}

/** P(X ≥ k) of a Poisson distribution, for k above its mean, bounded from above by a geometric series. */
function poissonTail(mean: number, k: number): number {
  if (k <= mean) return 1
  let term = Math.exp(-mean)
  for (let index = 1; index <= k; index++) term *= mean / index
  return term / (1 - mean / (k + 1))
}

function* comparable(sources: Iterable<CampaignSource>): Generator<CampaignSource> {
  for (const source of sources) if (source.ports.length > 0 && source.ports.length <= MAX_PORTS) yield source
}
