import { ByteColumn } from '../events/byte-column.ts'
import { DictionaryColumn } from '../events/dictionary-column.ts'
import { dictionaryColumn, nativeBlock, plainColumn } from '../events/native-block.ts'
import { NumberColumn } from '../events/number-column.ts'
import type { MinuteCount } from './minute-count.ts'
import { SURVEY_PREFIX } from './minute-count.ts'

/** The counts of minutes as a block of ClickHouse's Native format, in the columns of {@link minuteInsert}. */
export class MinuteFile {
  readonly #organisation: string
  readonly #load: number

  constructor(organisation: string, load: number) {
    this.#organisation = organisation.toWellFormed()
    this.#load = load
  }

  write(counts: readonly MinuteCount[]): Uint8Array {
    const [organisation, dimension] = [new DictionaryColumn(), new DictionaryColumn()]
    const [load, minute, packets] = [new NumberColumn(), new NumberColumn(), new NumberColumn()]
    const [value, sources] = [new ByteColumn(), new ByteColumn()]
    for (const count of counts) {
      organisation.add(this.#organisation)
      load.add(this.#load)
      minute.add(count.minute)
      dimension.add(count.isSurvey ? `${SURVEY_PREFIX}${count.dimension}` : count.dimension)
      value.writeText(count.value)
      packets.add(count.packets)
      const { bytes } = count.sources
      sources.writeVarint(bytes.length)
      sources.writeBytes(bytes)
    }
    return nativeBlock(new ByteColumn(), counts.length, [
      dictionaryColumn('organisation', organisation),
      plainColumn('load', 'UInt64', load),
      plainColumn('minute', 'Int64', minute),
      dictionaryColumn('dimension', dimension),
      plainColumn('value', 'String', value),
      plainColumn('packets', 'UInt64', packets),
      plainColumn('sources', 'String', sources),
    ])
  }
}
