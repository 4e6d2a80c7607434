import type { Language } from '../model/reason.ts'
import { parseIsoTime } from '../model/time.ts'
import { eventScope } from '../pipeline/ingest/store-status.ts'
import { jsonText } from '../platform/json-text.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { parseAsked } from '../register/who/parse-asked.ts'
import { who as askWho } from '../register/who/who.ts'
import { whoView } from '../register/who/who-view.ts'
import type { CommonOptions } from './settings.ts'
import { readSettings } from './settings.ts'
import { terminal } from './terminal.ts'
import { whoLines } from './who-lines.ts'
import { withStore } from './with-ingest-store.ts'

export interface WhoOptions extends CommonOptions {
  readonly json?: boolean
  readonly lang: Language
}

/** `noroshi who`: whose an address was at a moment, now where none is given. Exit code 1 when nothing is known. */
export async function who(text: string, time: readonly string[], { json, lang, ...options }: WhoOptions): Promise<number> {
  const asked = parseAsked(text)
  if (asked === null) throw new NoroshiError('usage', `${text} is no address: write 192.0.2.1, 192.0.2.1:40001, 2001:db8::1 or [2001:db8::1]:40001`)
  const at = askedTime(time)
  return withStore(options, readSettings(options), async store => {
    const answer = whoView(await askWho({ client: store.clickhouse.client, scope: await eventScope(store), ledger: store.ledger }, { ...asked, at }))
    terminal().stdout.write(json === true ? `${jsonText(answer)}\n` : whoLines(answer, lang))
    return answer.hops.length > 0 ? 0 : 1
  })
}

/** Microseconds. A word `at` before the time is for people. */
function askedTime(words: readonly string[]): number {
  const text = words.filter((word, index) => index > 0 || word.toLowerCase() !== 'at').join(' ')
  if (text === '') return Date.now() * 1_000
  const time = parseIsoTime(text)
  if (time === null) throw new NoroshiError('bad-date', `${text} is no time`)
  return time.microseconds
}
