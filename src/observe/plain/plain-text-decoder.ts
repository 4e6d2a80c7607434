import type { Decoder } from '../../model/decoder.ts'
import { newFields } from '../../model/value.ts'
import type { Fields } from '../../model/value.ts'
import { looksLikeText } from '../../pipeline/evidence/looks-like-text.ts'
import { headLines } from '../log/head-lines.ts'
import { logDecoder } from '../log/log-decoder.ts'
import { TIMED_SHARE } from './defaults.ts'
import { leadingTime } from './leading-time.ts'

/** Any other log: text of which enough lines begin with a time; one event a line. Prose is no log. Asked last. */
export function plainTextDecoder(): Decoder {
  const decoder = logDecoder({
    format: 'text',
    isOfFormat: () => true,
    read: (line, date) => ({ dataset: 'generic.text', time: leadingTime(line, date), fields: messageFields(line) }),
  })
  return { ...decoder, recognises: isTimedText }
}

function isTimedText(head: Uint8Array): boolean {
  if (!looksLikeText(head)) return false
  const lines = headLines(head)
  return lines.length > 0 && lines.filter(line => leadingTime(line, ANY_DATE) !== null).length >= lines.length * TIMED_SHARE
}

/** Where only whether there is a time matters. */
const ANY_DATE = Date.UTC(2020, 0, 1) * 1_000

function messageFields(message: string): Fields {
  const fields = newFields()
  fields['message'] = message
  return fields
}
