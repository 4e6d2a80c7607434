import type { Language } from '../model/reason.ts'
import type { ClockView } from '../pipeline/collect/clock-view.ts'
import { isWrong } from '../pipeline/collect/clock-view.ts'
import type { SourceView } from '../pipeline/collect/source-view.ts'

/** What is to be shown of a source's clock: one line for all of it, and one for each host whose clock is wrong. None before anything is known. */
export function clockLines({ clock }: Pick<SourceView, 'clock'>, language: Language): string[] {
  const words = WORDS[language]
  const all = clock.state === 'unknown' ? [] : [`${words.clock}: ${saidOf(clock, words)}`]
  return [...all, ...clock.hosts.map(host => `  ${host.host}: ${saidOf(host, words)}`)]
}

/** A line for each source of which something sends with a wrong clock or zone: what is wrong and what to do. */
export function clockWarnings(sources: readonly SourceView[], language: Language): string[] {
  const words = WORDS[language]
  return sources.flatMap(({ name, clock }) => {
    const [first, ...others] = clock.hosts
    if (first !== undefined) return [`! ${name}, ${first.host}: ${saidOf(first, words)}${others.length > 0 ? words.others(others.length) : ''}`]
    return isWrong(clock) ? [`! ${name}: ${saidOf(clock, words)}`] : []
  })
}

function saidOf({ state, aheadSeconds, delaySeconds, zone }: ClockView, words: Words): string {
  const off = spanText(Math.abs(aheadSeconds ?? 0), words)
  switch (state) {
    case 'unknown': return words.unknown
    case 'right': return words.right(spanText(Math.max(0, delaySeconds ?? 0), words))
    case 'late': return words.late(spanText(delaySeconds ?? 0, words))
    case 'ahead': return words.ahead(off)
    case 'behind': return words.behind(off)
    case 'zone': return (aheadSeconds ?? 0) > 0 ? words.zoneAhead(off, zone) : words.zoneBehind(off, zone)
  }
}

/** The two largest units. */
function spanText(seconds: number, { units: [day, hour, minute, second] }: Words): string {
  if (seconds < 60) return `${Math.round(seconds * 10) / 10} ${second}`
  const whole = Math.round(seconds)
  const parts = [[Math.floor(whole / 86_400), day], [Math.floor(whole / 3_600) % 24, hour], [Math.floor(whole / 60) % 60, minute], [whole % 60, second]] as const
  const first = parts.findIndex(([count]) => count > 0)
  return parts.slice(first, first + 2).filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(' ')
}

interface Words {
  readonly units: readonly [day: string, hour: string, minute: string, second: string]
  readonly clock: string
  readonly unknown: string
  right(delay: string): string
  late(delay: string): string
  ahead(off: string): string
  behind(off: string): string
  zoneAhead(off: string, zone: string | null): string
  zoneBehind(off: string, zone: string | null): string
  others(count: number): string
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    units: ['d', 'h', 'min', 's'],
    clock: 'clock',
    unknown: 'not known yet',
    right: delay => `right; half of the records are here within ${delay}`,
    late: delay => `records are held back, half of them by ${delay}; of the clock nothing can be said`,
    ahead: off => `${off} ahead: let it keep time by NTP`,
    behind: off => `${off} behind, or always as late: look at its clock, let it keep time by NTP`,
    zoneAhead: (off, zone) => `${off} ahead, as in a wrong zone: ${mend(zone)}`,
    zoneBehind: (off, zone) => `${off} behind, as in a wrong zone: ${mend(zone)}`,
    others: count => ` (and ${count} more: noroshi source list)`,
  },
  ja: {
    units: ['日', '時間', '分', '秒'],
    clock: '時計',
    unknown: 'まだわかりません',
    right: delay => `正常。半数のレコードは ${delay}以内に届いています`,
    late: delay => `レコードが遅れて届いています(半数が ${delay}以上)。時計のずれは判定できません`,
    ahead: off => `${off}進んでいます。送信元の時計を NTP で合わせてください`,
    behind: off => `${off}遅れています(または常に同じだけ遅れて届いています)。送信元の時計を確認し、NTP で合わせてください`,
    zoneAhead: (off, zone) => `${off}進んでいます。タイムゾーンの誤りと思われます。${mendJa(zone)}`,
    zoneBehind: (off, zone) => `${off}遅れています。タイムゾーンの誤りと思われます。${mendJa(zone)}`,
    others: count => `(ほか ${count} 台。noroshi source list で確認できます)`,
  },
}

function mend(zone: string | null): string {
  return zone === null ? 'its records name a zone that is not theirs; set the zone on the sender' : `set \`zone: ${zone}\` for the source`
}

function mendJa(zone: string | null): string {
  return zone === null ? 'レコードに書かれたゾーンが実際と異なります。送信元の設定を直してください' : `ソースに \`zone: ${zone}\` を設定してください`
}
