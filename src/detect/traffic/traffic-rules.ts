import type { RuleSummary } from '../../model/detector.ts'
import type { Severity } from '../../model/severity.ts'

/** The name in match and finding ids. */
export const TRAFFIC = 'traffic'

/** What findings repeat of each detector of traffic; they are switched off by these ids, like rules. */
export const TRAFFIC_RULES = {
  beaconing: rule('traffic.beaconing', 'Regular connections to a destination that few others use', 'ほかにほとんど使われていない接続先への規則的な接続', 'medium', ['T1071'],
    ['Agents of management and monitoring', 'Programs that look for mail, news or updates at fixed intervals']),
  tunnelling: rule('traffic.dns-tunnelling', 'Data in the names of DNS queries', 'DNS 問い合わせの名前に埋め込まれたデータ', 'high', ['T1071.004', 'T1572'],
    ['Lookups of files and addresses at reputation services', 'Telemetry that is sent in names']),
  generatedNames: rule('traffic.generated-names', 'Queries for many names that look made by a program and do not exist', 'プログラムで生成されたと見られる、実在しない多数の名前への問い合わせ', 'high', ['T1568.002'],
    ['Programs that test whether DNS is answered for names that do not exist', 'Domains of content networks that have expired']),
  rareDestination: rule('traffic.rare-destination', 'A destination new to the site, used in an unusual way', 'サイトで初めて観測された接続先への通常と異なる通信', 'low', ['T1071'],
    ['A new service, supplier or remote site', 'Peers of voice, video and file exchange']),
} as const

function rule(id: string, title: string, titleJa: string, level: Severity, techniques: readonly string[], falsePositives: readonly string[]): RuleSummary {
  return { id, title, titleJa, level, techniques, tactics: ['command-and-control'], falsePositives, status: 'experimental' }
}
