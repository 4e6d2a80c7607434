import type { Decoder } from '../../model/decoder.ts'
import { newFields } from '../../model/value.ts'
import type { Fields } from '../../model/value.ts'
import { logDecoder } from '../log/log-decoder.ts'
import type { LogFormat } from '../log/log-decoder.ts'
import { leadingTime } from '../plain/leading-time.ts'
import type { SourceTexts } from './source-texts.ts'

/** Text logs whose lines a mapping describes (`lines`). A line among them that fits none is plain text. */
export function linesDecoder(texts: SourceTexts): Decoder {
  return logDecoder(linesFormat(texts))
}

export function linesFormat(texts: SourceTexts): LogFormat {
  return {
    format: 'lines',
    isOfFormat: line => texts.isLine(line),
    read: (line, date) => texts.readLine(line, date) ?? { dataset: 'generic.text', time: leadingTime(line, date), fields: messageFields(line) },
  }
}

function messageFields(message: string): Fields {
  const fields = newFields()
  fields['message'] = message
  return fields
}
