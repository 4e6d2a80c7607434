import type * as z from 'zod'
import type { Language } from '../model/reason.ts'
import type { whoSchema } from '../register/who/who-view.ts'

type WhoView = z.infer<typeof whoSchema>

interface WhoWords {
  readonly fields: Readonly<Record<(typeof SHOWN)[number], string>>
  readonly confidence: Readonly<Record<'high' | 'medium' | 'low', string>>
  readonly confidenceTitle: string
  readonly how: string
  readonly since: string
  readonly nobody: string
}

const SHOWN = ['owner', 'organisation', 'user', 'device', 'place', 'site', 'criticality', 'host', 'mac', 'address', 'prefix'] as const

export const WHO_WORDS: Readonly<Record<Language, WhoWords>> = {
  en: {
    fields: {
      owner: 'answers for it', organisation: 'organisation', user: 'user', device: 'device', place: 'place', site: 'site', criticality: 'criticality', host: 'calls itself', mac: 'machine',
      address: 'address', prefix: 'network',
    },
    confidence: { high: 'high', medium: 'medium', low: 'low' },
    confidenceTitle: 'confidence',
    how: 'How this is known',
    since: 'Who had it since',
    nobody: 'nobody that the logs tell of',
  },
  ja: {
    fields: {
      owner: '責任者', organisation: '組織', user: 'ユーザー', device: '機器', place: '設置場所', site: '拠点', criticality: '重要度', host: '自称ホスト名', mac: 'MAC アドレス', address: 'アドレス',
      prefix: 'ネットワーク',
    },
    confidence: { high: '高', medium: '中', low: '低' },
    confidenceTitle: '確度',
    how: '根拠',
    since: 'その後の利用者',
    nobody: 'ログにはありません',
  },
}

/** Whose an address was, for people to read. */
export function whoLines(answer: WhoView, language: Language): string {
  const words = WHO_WORDS[language]
  const { asked, hops, notes, since } = answer
  const port = asked.port === null ? '' : asked.address.includes(':') ? ` port ${asked.port}` : `:${asked.port}`
  const lines = [`${asked.address}${port}  ${asked.at}`]
  for (const name of SHOWN) {
    const value = answer[name]
    const text = value === null ? null : typeof value === 'string' ? value : value.name === value.key ? value.key : `${value.name} [${value.key}]`
    if (text !== null && !(name === 'address' && text === asked.address)) lines.push(`  ${words.fields[name]}: ${text}`)
  }
  if (answer.confidence !== null) lines.push(`  ${words.confidenceTitle}: ${words.confidence[answer.confidence]}`)
  if (hops.length > 0) lines.push('', words.how)
  for (const [index, { says, why, against, confidence, event, entry }] of hops.entries()) {
    lines.push(`${String(index + 1).padStart(3)}. ${says[language]}`)
    lines.push(`     ${words.confidenceTitle} ${words.confidence[confidence]}: ${[why, ...against].map(each => each[language]).join('; ')}`)
    if (event !== null) lines.push(`     ${event.time}  ${event.dataset}  ${event.id}`, ...(event.line === null ? [] : [`     ${event.line}`]))
    if (entry !== null) lines.push(`     noroshi register show ${entry.kind} ${entry.key}`)
  }
  for (const note of notes) lines.push('', note[language])
  lines.push('', words.since)
  for (const { from, until, mac, host, user, address, kind } of since) {
    lines.push(`  ${from}  ${until ?? '…'}  ${[user, mac, host, kind === 'translation' ? address : ''].filter(each => each !== '').join(', ')}`)
  }
  if (since.length === 0) lines.push(`  ${words.nobody}`)
  // What logs and registers say may hold whatever a terminal obeys.
  return `${lines.join('\n').replaceAll(/[\0-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')}\n`
}
