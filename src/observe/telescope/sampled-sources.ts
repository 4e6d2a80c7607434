import { SAMPLES_PER_SOURCE } from './defaults.ts'
import { FIELD_COUNT, readFields } from './header-fields.ts'
import { marksOf, SUSPECTED } from './marks.ts'
import type { SampledSource } from './mine-rules.ts'
import { SAMPLE_WORDS } from './sample-pool.ts'
import { AT, ROW_WORDS } from './source-table.ts'
import type { Telescope } from './telescope.ts'

/** The sources whose tool is not known and of whom at least two different SYNs are kept. */
export function sampledSources({ sources, samples }: Telescope): SampledSource[] {
  const found: SampledSource[] = []
  const { words } = samples
  for (let row = 0; row < sources.count && samples.start(row) < words.length; row++) {
    const byte = row * ROW_WORDS * 4
    const kept = sources.bytes[byte + AT.byteSamples]!
    if (kept < 2 || kept > SAMPLES_PER_SOURCE) continue
    const packets = sources.words[row * ROW_WORDS + AT.wordPackets]!
    if (marksOf(sources.bytes, byte + AT.byteMarks, packets).some(mark => !SUSPECTED.has(mark))) continue
    const source = sourceOf(words, samples.start(row), kept, sources.index.address4(row))
    if (source.samples >= 2) found.push({ row, ...source })
  }
  return found
}

/** Without repetitions: a packet sent again says nothing new. */
function sourceOf(words: Uint32Array, start: number, kept: number, address: number): Omit<SampledSource, 'row'> {
  const fields = new Uint16Array(kept * FIELD_COUNT)
  let samples = 0
  for (let sample = 0; sample < kept; sample++) {
    const at = start + sample * SAMPLE_WORDS
    if (isRepeated(words, start, at)) continue
    readFields(words, at, address, fields, samples++ * FIELD_COUNT)
  }
  return { fields, samples }
}

/** TCP sends again with the same destination, ports and sequence number; the identification may differ. */
function isRepeated(words: Uint32Array, start: number, at: number): boolean {
  for (let earlier = start; earlier < at; earlier += SAMPLE_WORDS) {
    if (words[earlier] === words[at] && words[earlier + 1] === words[at + 1] && words[earlier + 3] === words[at + 3]) return true
  }
  return false
}
