import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { decodeAll } from '../../../test/memory-evidence.ts'
import type { TextEncoding } from '../../model/decoder.ts'
import { isValidTime } from '../../model/time.ts'
import { loadMappings } from '../../pipeline/load-mappings.ts'
import { observe } from '../index.ts'

const FILES = readdirSync(import.meta.dirname, { withFileTypes: true }).filter(file => file.isFile() && !/\.(?:ts|expected)$/.test(file.name))
const ENCODINGS: readonly TextEncoding[] = ['utf-8', 'shift_jis', 'euc-jp', 'iso-2022-jp', 'utf-16le', 'utf-16be']
const SPLICES = ['"', '\\', '=', '|', '{', '\u0000', ' '.repeat(50), '令和', '１', '::1', '%ASA-', 'CEF:0|', '[', ']: ', '\u001b$B', '99999999999999999999', ',,,,', '\n\n']

/** A fixed sequence: what fails fails again. */
function random(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % below
  }
}

/** Bytes changed, cut out and put in. */
function damaged(bytes: Buffer, next: (below: number) => number): Buffer {
  const copy = Buffer.from(bytes)
  for (let count = next(40); count > 0; count--) copy[next(copy.length)] = next(256)
  const at = next(copy.length)
  const cut = next(3) === 0 ? next(100) : 0
  return Buffer.concat([copy.subarray(0, at), Buffer.from(SPLICES[next(SPLICES.length)]!), copy.subarray(at + cut)])
}

describe('lines of all sources, damaged in any way', () => {
  test('never escape as an exception, and every event lies within the file', async () => {
    const decoders = observe(loadMappings()).decoders ?? []
    const samples = FILES.map(({ name }) => readFileSync(join(import.meta.dirname, name)))
    const next = random(22)
    const wanted = byDepth(3_000, 15_000, 1_000_000)
    let lines = 0
    for (let round = 0; lines < wanted; round++) {
      const bytes = damaged(samples[round % samples.length]!, next)
      const encoding = ENCODINGS[next(ENCODINGS.length)]!
      const recognising = decoders.filter(decoder => decoder.recognises(bytes, 'x.log'))
      for (const decoder of recognising.slice(0, 2)) {
        const { rows, errors } = await decodeAll(decoder, bytes, { encoding, blockBytes: 1 + next(4_000) })
        lines += rows.length + errors.length
        for (const { time, offset, length } of rows) {
          if ((time !== null && !isValidTime(time)) || offset < 0 || offset + length > bytes.length) expect({ time, offset, length, of: bytes.length }).toBe('within')
        }
      }
      lines++
    }
    expect(lines).toBeGreaterThanOrEqual(wanted)
  })
})
