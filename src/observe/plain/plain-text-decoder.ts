import type { Decoder } from '../../model/decoder.ts'
import { newFields } from '../../model/value.ts'
import type { Fields } from '../../model/value.ts'
import { logDecoder } from '../log/log-decoder.ts'
import { leadingTime } from './leading-time.ts'
import { looksLikeText } from './looks-like-text.ts'

/** Any other text: one event a line, with a time where the line begins with one. Asked last. */
export function plainTextDecoder(): Decoder {
  const decoder = logDecoder({
    format: 'text',
    isOfFormat: () => true,
    read: (line, date) => ({ dataset: 'generic.text', time: leadingTime(line, date), fields: messageFields(line) }),
  })
  return { ...decoder, recognises: looksLikeText }
}

function messageFields(message: string): Fields {
  const fields = newFields()
  fields['message'] = message
  return fields
}
