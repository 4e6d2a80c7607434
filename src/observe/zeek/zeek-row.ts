import { newFields } from '../../model/value.ts'
import type { Fields } from '../../model/value.ts'
import { readTime } from '../text/timestamps.ts'
import type { Timestamp } from '../text/timestamp.ts'
import { readHeader } from './zeek-header.ts'
import type { HeaderText } from './zeek-header.ts'
import { valueReader } from './zeek-value.ts'

/** What one row of a log says; a text is the reason why it says nothing. */
export type RowReader = (line: string) => ZeekRow | string

export interface ZeekRow {
  readonly dataset: string
  readonly time: Timestamp | null
  readonly fields: Fields
}

/** The reader of the rows below a header. */
export function rowReader(text: HeaderText): RowReader {
  const header = readHeader(text)
  const { fields: names, types, separator, path } = header
  if (names.length === 0) return () => 'a row without a #fields line before it'
  const readers = names.map((_, index) => valueReader(types[index] ?? 'string', header))
  const timeAt = names.indexOf('ts')
  const plainPath = path.toLowerCase()
  const dataset = /^[a-z0-9_-]{1,64}$/.test(plainPath) ? `zeek.${plainPath}` : 'zeek.unknown'
  return line => {
    const values = line.split(separator)
    if (values.length !== names.length) return `a row of ${values.length} values under a header of ${names.length} fields`
    const fields = newFields()
    if (path !== '') fields['_path'] = path
    for (let i = 0; i < values.length; i++) {
      const value = readers[i]!(values[i]!)
      if (value !== undefined) fields[names[i]!] = value
    }
    return { dataset, time: readTime(values[timeAt], 'epoch-s', 0) ?? readTime(values[timeAt], 'iso', 0), fields }
  }
}
