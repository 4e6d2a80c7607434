import { decodePackets } from '../observe/packet/decode-packets.ts'
import { viewGrowth } from '../observe/telescope/growth/growth-report.ts'
import type { GrowthReport } from '../observe/telescope/growth/growth-schema.ts'
import { GrowthWatch } from '../observe/telescope/growth/growth-watch.ts'
import { readWatchedCaptures } from './telescope-captures.ts'
import { spaceOf } from '../observe/telescope/watched-space.ts'
import { writeLines } from './write-lines.ts'

export interface GrowthCommandOptions {
  readonly space: readonly string[]
  readonly lang: 'en' | 'ja'
  readonly json?: boolean
}

const WORDS = {
  en: { none: 'No group grows.\n', port: 'port', earlier: (minutes: number) => `${minutes} minutes earlier than ChangeFinder`, later: (minutes: number) => `${minutes} minutes later than ChangeFinder`, alone: 'ChangeFinder tells nothing' },
  ja: { none: '増加している集団はありません。\n', port: 'ポート', earlier: (minutes: number) => `ChangeFinder より ${minutes} 分早い検知`, later: (minutes: number) => `ChangeFinder より ${minutes} 分遅い検知`, alone: 'ChangeFinder では検知なし' },
} as const

/** `noroshi telescope growth`: ports to which more and more hosts come. Exit code 1 when something could not be read. */
export async function watchGrowth(paths: readonly string[], { space, lang, json }: GrowthCommandOptions): Promise<number> {
  const watch = new GrowthWatch({ space: spaceOf(space) })
  const code = await readWatchedCaptures(paths, batch => {
    decodePackets(batch)
    watch.accept(batch)
  })
  const report = viewGrowth(watch)
  await writeLines(process.stdout, json === true ? [`${JSON.stringify(report)}\n`] : growthLines(report, lang))
  return code
}

function* growthLines({ alerts }: GrowthReport, language: 'en' | 'ja'): Generator<string> {
  const words = WORDS[language]
  if (alerts.length === 0) yield words.none
  for (const { at, port, baseline: { earlierMinutes }, addresses, reason } of alerts) {
    const lead = earlierMinutes === null ? words.alone : earlierMinutes >= 0 ? words.earlier(earlierMinutes) : words.later(-earlierMinutes)
    yield `${at}  ${words.port} ${port}  (${lead})\n`
    for (const each of reason) yield `  ${each[language]}\n`
    yield `  ${addresses.slice(0, 8).join(' ')}${addresses.length > 8 ? ' …' : ''}\n`
  }
}
