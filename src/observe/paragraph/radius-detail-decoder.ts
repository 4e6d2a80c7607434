import type { Decoder } from '../../model/decoder.ts'
import { newFields } from '../../model/value.ts'
import type { MutableFields } from '../../model/value.ts'
import { headLines } from '../log/head-lines.ts'
import type { LogEvent } from '../log/log-decoder.ts'
import { guessTime } from '../text/timestamps.ts'
import { MAX_ENTRY_FIELDS } from './defaults.ts'
import { entryDecoder } from './entry-decoder.ts'
import { paragraphEnd } from './entry-framer.ts'

interface Shapes {
  shape(fields: MutableFields, date: number): LogEvent
}

/** `	User-Name = "tanaka"`; a tag or an operator may stand by the name. */
const ATTRIBUTE = /^[ \t]+([A-Za-z][\w.-]{0,127})(?::\d{1,2})? ?[:+]?= ?(.*)$/

/** FreeRADIUS's detail files: a packet is a line with its time, then an attribute a line, indented, then an empty line (rlm_detail). */
export function radiusDetailDecoder(shapes: Shapes): Decoder {
  return entryDecoder({
    format: 'radius-detail',
    endOf: paragraphEnd,
    recognises(head) {
      const [first = '', second = ''] = headLines(head)
      return guessTime(first.trim(), ANY_DATE) !== null && ATTRIBUTE.test(second)
    },
    read(bytes, decode, date) {
      const [first = '', ...lines] = decode(bytes).split(/\r?\n/, MAX_ENTRY_FIELDS)
      if (first.trim() === '' && lines.every(line => line.trim() === '')) return null
      const fields = newFields()
      fields['stamp'] = first.trim()
      for (const line of lines) {
        const attribute = ATTRIBUTE.exec(line)
        if (attribute !== null) fields[attribute[1]!] = unquoted(attribute[2]!)
      }
      return Object.keys(fields).length === 1 ? 'not a packet of a RADIUS detail file: a time and indented attributes are expected' : shapes.shape(fields, date)
    },
  })
}

/** Where only whether there is a time matters. */
const ANY_DATE = Date.UTC(2020, 0, 1) * 1_000

function unquoted(value: string): string {
  const text = value.trim()
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : text
}
