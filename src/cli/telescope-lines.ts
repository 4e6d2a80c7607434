import type { Language } from '../model/reason.ts'
import type { TelescopeView } from '../observe/telescope/telescope-report.ts'
import type { SourceReport } from '../observe/telescope/telescope-schema.ts'

/** Lines of each list; the whole is in the JSON. */
const SHOWN = 20

const WORDS = {
  en: {
    packets: 'Packets', malformed: 'malformed', notWatched: 'not watched', period: 'Period', sources: 'Sources', tools: 'Tools', none: 'no known mark',
    kinds: 'Kinds', attacks: 'Attacks elsewhere', changes: 'Changes', warnings: 'Warnings for members', unknown: 'Unknown tools', campaigns: 'Campaigns',
    more: (count: number) => `… and ${count} more (see --json)`, hosts: (count: number) => `${count} sources`, perMinute: 'packets a minute at most',
    port: 'port', score: 'score', spoof: 'spoofed with likelihood', internal: 'hits its own unused space', external: 'hits unused space of others',
    backscatter: 'answers a flood sent in our name', busiest: 'Busiest sources',
  },
  ja: {
    packets: 'パケット数', malformed: '不正', notWatched: '観測対象外', period: '期間', sources: '送信元', tools: 'ツール', none: '既知の特徴なし',
    kinds: '種別', attacks: '他所への攻撃', changes: '変化', warnings: '参加組織への警告', unknown: '未知のツール', campaigns: 'キャンペーン',
    more: (count: number) => `… ほか ${count} 件（--json で全件）`, hosts: (count: number) => `送信元 ${count} 件`, perMinute: 'パケット/分（最大）',
    port: 'ポート', score: 'スコア', spoof: '送信元詐称の可能性', internal: '自組織の未使用空間に到達', external: '他組織の未使用空間に到達',
    backscatter: '当方を騙った攻撃に応答', busiest: 'パケットの多い送信元',
  },
} as const

/** The report for people: what stands out, each list cut. */
export function* telescopeLines({ summary, sources }: TelescopeView, language: Language): Generator<string> {
  const words = WORDS[language]
  yield `${words.packets}: ${summary.packets} (${words.malformed}: ${summary.malformed}, ${words.notWatched}: ${summary.notWatched})\n`
  yield `${words.period}: ${summary.from ?? '-'} – ${summary.to ?? '-'}\n`
  const counts = countSources(sources())
  yield `${words.sources}: ${counts.sources}\n`
  yield* section(words.tools, sorted(counts.tools).map(([name, count]) => `${name === '' ? words.none : name}: ${words.hosts(count)}`), language)
  yield* section(words.kinds, sorted(counts.kinds).map(([name, count]) => `${name}: ${words.hosts(count)}`), language)
  yield* section(words.busiest, counts.busiest.map(({ address, packets, kinds, fingerprints }) =>
    `${address}  ${packets}  ${kinds.join(', ')}${fingerprints.length === 0 ? '' : `  [${fingerprints.join(', ')}]`}`), language)
  yield* section(words.unknown, summary.unknownFingerprints.map(({ name, rule, ruleJa, sources: members }) =>
    `${name}: ${language === 'ja' ? ruleJa : rule} (${words.hosts(members.length)})`), language)
  yield* section(words.campaigns, summary.campaigns.map(({ id, sources: members, ports, firstSeen }) =>
    `${id}: ${words.hosts(members.length)}, ${words.port} ${ports.join(', ')}, ${firstSeen}`), language)
  yield* section(words.attacks, summary.attacks.map(({ target, firstSeen, lastSeen, maxPacketsPerMinute, kind }) =>
    `${target}  ${firstSeen} – ${lastSeen}  ${maxPacketsPerMinute} ${words.perMinute}  ${kind}`), language)
  yield* section(words.changes, summary.changes.map(({ port, at, score }) => `${at}  ${words.port} ${port}  ${words.score} ${score.toFixed(2)}`), language)
  yield* section(words.warnings, summary.warnings.map(({ organisation, address, kind, ports, spoofLikelihood, spoofReason }) =>
    `${organisation}  ${address}: ${words[kind]} (${words.port} ${ports.slice(0, 10).join(', ')})  ${words.spoof} ${spoofLikelihood}: ${spoofReason[language]}`), language)
}

interface SourceCounts {
  sources: number
  readonly tools: Map<string, number>
  readonly kinds: Map<string, number>
  /** At most {@link SHOWN}, the busiest first. */
  readonly busiest: SourceReport[]
}

function countSources(sources: Iterable<SourceReport>): SourceCounts {
  const counts: SourceCounts = { sources: 0, tools: new Map(), kinds: new Map(), busiest: [] }
  for (const source of sources) {
    counts.sources++
    for (const name of source.fingerprints.length === 0 ? [''] : source.fingerprints) counts.tools.set(name, (counts.tools.get(name) ?? 0) + 1)
    for (const kind of source.kinds) counts.kinds.set(kind, (counts.kinds.get(kind) ?? 0) + 1)
    if (counts.busiest.length === SHOWN && source.packets <= counts.busiest.at(-1)!.packets) continue
    counts.busiest.push(source)
    counts.busiest.sort((a, b) => b.packets - a.packets)
    counts.busiest.length = Math.min(counts.busiest.length, SHOWN)
  }
  return counts
}

function sorted(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort((a, b) => b[1] - a[1])
}

function* section(title: string, lines: readonly string[], language: Language): Generator<string> {
  if (lines.length === 0) return
  yield `\n${title}: ${lines.length}\n`
  for (const line of lines.slice(0, SHOWN)) yield `  ${line}\n`
  if (lines.length > SHOWN) yield `  ${WORDS[language].more(lines.length - SHOWN)}\n`
}
