import { plainLine } from '../../notify/text/plain-line.ts'
import type { Language } from '../../model/reason.ts'
import type { WarningHappening } from './warning-journal.ts'
import type { WarningReport } from './telescope-schema.ts'

/** A message to a member: for people, and the same for machines. */
export interface WarningMessage {
  readonly subject: string
  readonly text: string
  /** For machines; JSON. */
  readonly data: Readonly<Record<string, unknown>>
}

interface Words {
  readonly kinds: Readonly<Record<WarningReport['kind'], string>>
  readonly happenings: Readonly<Record<Exclude<WarningHappening, 'seen'>, string>>
  readonly rows: Readonly<Record<'organisation' | 'address' | 'what' | 'first' | 'last' | 'packets' | 'ports' | 'tools' | 'spoofed' | 'number', string>>
  readonly next: string
  readonly evidence: string
  readonly returns: (count: number) => string
  readonly more: (count: number) => string
  readonly digest: (organisation: string, day: string, count: number) => string
  readonly none: string
  readonly colon: string
  readonly unknown: string
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    kinds: { internal: 'came to unused space of its own organisation', external: 'came to unused space of others', backscatter: 'answers a flood from forged addresses' },
    happenings: { opened: 'Early warning', reopened: 'Early warning, again', changed: 'Early warning, more known', closed: 'Early warning closed' },
    rows: { organisation: 'Organisation', address: 'Address', what: 'What it did', first: 'First seen', last: 'Last seen', packets: 'Packets', ports: 'Ports', tools: 'Sent with', spoofed: 'Likelihood that the address is forged', number: 'Warning' },
    next: 'What to do first', evidence: 'The first packets (UTC)', colon: ': ', unknown: 'no known mark', none: 'No warning.',
    returns: count => `It came again ${count} ${count === 1 ? 'time' : 'times'} after it had been silent.`,
    more: count => `… and ${count} more`,
    digest: (organisation, day, count) => `Early warnings of ${day} for ${organisation}: ${count}`,
  },
  ja: {
    kinds: { internal: '自組織の未使用アドレスにアクセス', external: '他組織などの未使用アドレスにアクセス', backscatter: '送信元を詐称した攻撃に応答' },
    happenings: { opened: '早期警報', reopened: '早期警報（再発）', changed: '早期警報（続報）', closed: '早期警報（終了）' },
    rows: { organisation: '組織', address: 'アドレス', what: '事象', first: '初回観測', last: '最終観測', packets: 'パケット数', ports: 'ポート', tools: '送信ツール', spoofed: '送信元詐称の可能性', number: '警報番号' },
    next: '最初に行うこと', evidence: '最初のパケット（UTC）', colon: '：', unknown: '既知の特徴なし', none: '警報はありません。',
    returns: count => `沈黙した後に ${count} 回、再び観測されました。`,
    more: count => `… ほか ${count} 件`,
    digest: (organisation, day, count) => `${organisation} 宛て ${day} の早期警報：${count} 件`,
  },
}

/** Ports, and warnings of a digest, that are written out. */
const SHOWN_PORTS = 20
const SHOWN_WARNINGS = 100

/** What a member is told when something happens to a warning. @param names what people call unknown tools */
export function warningMessage(happening: Exclude<WarningHappening, 'seen'>, warning: WarningReport, language: Language, names: ReadonlyMap<string, string> = new Map()): WarningMessage {
  const { kinds, happenings, rows, next, evidence, returns, colon, unknown } = WORDS[language]
  const { organisation, address, kind, firstSeen, lastSeen, packets, ports, fingerprints, spoofLikelihood, spoofReason, nextStep, id } = warning
  const tools = fingerprints.map(name => names.get(name) ?? name).join(', ')
  const facts: [string, string][] = [
    [rows.organisation, organisation],
    [rows.address, address],
    [rows.what, kinds[kind]],
    [rows.first, shownTime(firstSeen)],
    [rows.last, shownTime(lastSeen)],
    [rows.packets, String(packets)],
    [rows.ports, shownPorts(ports, language)],
    [rows.tools, tools === '' ? unknown : tools],
    [rows.spoofed, `${Math.round(100 * spoofLikelihood)} %${language === 'ja' ? `（${spoofReason.ja}）` : ` (${spoofReason.en})`}`],
    [rows.number, id],
  ]
  const lines = [
    ...facts.map(([name, value]) => `${name}${colon}${plainLine(value, ROW_LENGTH)}`),
    ...(warning.returns === 0 ? [] : [returns(warning.returns)]),
    '', `${next}${colon}${plainLine(nextStep[language], ROW_LENGTH)}`,
    ...(warning.evidence.length === 0 ? [] : ['', evidence, ...warning.evidence.map(({ time, source, sourcePort, destination, destinationPort, protocol, ttl }) =>
      `  ${shownTime(time)}  ${source} ${sourcePort} > ${destination} ${destinationPort}  ${PROTOCOLS[protocol] ?? protocol}, TTL ${ttl}`)]),
    '',
  ]
  return { subject: plainLine(`${happenings[happening]}${colon}${address} ${kinds[kind]}`, SUBJECT_LENGTH), text: lines.join('\n'), data: { kind: 'telescope.warning', happening, warning } }
}

/** What a member is told once a day: its warnings of that day, those that are likely forged last. @param day `2026-01-31` */
export function warningDigest(organisation: string, day: string, warnings: readonly WarningReport[], language: Language): WarningMessage {
  const { kinds, digest, more, none, colon } = WORDS[language]
  const sorted = warnings.toSorted((a, b) => Number(a.heldBack) - Number(b.heldBack) || (a.lastSeen < b.lastSeen ? 1 : -1))
  const lines = sorted.slice(0, SHOWN_WARNINGS).map(({ address, kind, families, packets, ports, spoofLikelihood, lastSeen }) =>
    plainLine(`${address}${colon}${kinds[kind]}${families.length === 0 ? '' : ` [${families.join(', ')}]`}, ${packets} (${shownPorts(ports, language)}), ${Math.round(100 * spoofLikelihood)} %, ${shownTime(lastSeen)}`, ROW_LENGTH))
  const subject = plainLine(digest(organisation, day, warnings.length), SUBJECT_LENGTH)
  return {
    subject,
    text: [subject, '', ...(lines.length === 0 ? [none] : lines), ...(sorted.length > SHOWN_WARNINGS ? [more(sorted.length - SHOWN_WARNINGS)] : []), ''].join('\n'),
    data: { kind: 'telescope.digest', organisation, day, warnings: sorted },
  }
}

const PROTOCOLS: Readonly<Record<number, string>> = { 1: 'ICMP', 6: 'TCP', 17: 'UDP', 58: 'ICMPv6' }
/** UTF-16 units. */
const SUBJECT_LENGTH = 200
const ROW_LENGTH = 1_000

function shownPorts(ports: readonly number[], language: Language): string {
  const shown = ports.slice(0, SHOWN_PORTS).join(', ')
  return ports.length > SHOWN_PORTS ? `${shown} ${WORDS[language].more(ports.length - SHOWN_PORTS)}` : shown
}

function shownTime(time: string): string {
  return `${time.slice(0, 19).replace('T', ' ')} UTC`
}
