import { SAMPLED_SOURCES } from './defaults.ts'
import { FIELD_COUNT, readFields } from './header-fields.ts'
import { marksOf, SUSPECTED } from './marks.ts'
import type { SampledSource } from './mine-rules.ts'
import { AT, ROW_WORDS } from './source-table.ts'
import type { Telescope } from './telescope.ts'

/** The sources whose tool is not known and of whom at least two different SYNs are kept. */
export function sampledSources({ sources, samples }: Telescope): SampledSource[] {
  const found: SampledSource[] = []
  const { words } = samples
  const rows = Math.min(sources.count, SAMPLED_SOURCES)
  const { starts, places } = samples.placesByRow(rows)
  for (let row = 0; row < rows; row++) {
    const byte = row * ROW_WORDS * 4
    const kept = places.subarray(starts[row], starts[row + 1])
    if (kept.length < 2) continue
    const packets = sources.words[row * ROW_WORDS + AT.wordPackets]!
    if (marksOf(sources.bytes, byte + AT.byteMarks, packets).some(mark => !SUSPECTED.has(mark))) continue
    const source = sourceOf(words, kept, sources.index.address4(row))
    if (source.samples >= 2) found.push({ row, ...source })
  }
  return found
}

/** Without repetitions: a packet sent again says nothing new. */
function sourceOf(words: Uint32Array, kept: Uint32Array, address: number): Omit<SampledSource, 'row'> {
  const fields = new Uint16Array(kept.length * FIELD_COUNT)
  let samples = 0
  kept.forEach((at, index) => {
    if (!isRepeated(words, kept, index)) readFields(words, at, address, fields, samples++ * FIELD_COUNT)
  })
  return { fields, samples }
}

/** TCP sends again with the same destination, ports and sequence number; the identification may differ. */
function isRepeated(words: Uint32Array, kept: Uint32Array, index: number): boolean {
  const at = kept[index]!
  for (let before = 0; before < index; before++) {
    const earlier = kept[before]!
    if (words[earlier + 1] === words[at + 1] && words[earlier + 2] === words[at + 2] && words[earlier + 4] === words[at + 4]) return true
  }
  return false
}
