import { closeSync, openSync, writeSync } from 'node:fs'
import { messageOf, NoroshiError } from '../../../platform/noroshi-error.ts'
import { captureHeader, captureRecord } from '../../packet/write-capture.ts'
import { inTimeOrder } from './actor.ts'
import type { GenerateConfig } from './generate-config.ts'
import { populate } from './population.ts'
import type { Truth } from './truth-schema.ts'

/** Bytes written together. */
const BUFFER_BYTES = 4 * 1_048_576

/**
 * Writes a capture of made traffic; the same for the same configuration and seed, byte for byte.
 *
 * @returns what is true of it
 * @throws NoroshiError `output-failed`
 */
export function generateTraffic(config: GenerateConfig, seed: number, path: string): Truth {
  const { actors, truth } = populate(config, seed)
  let packets = 0
  try {
    const file = openSync(path, 'w')
    try {
      let pieces: Uint8Array[] = [captureHeader()]
      let bytes = 0
      for (const { time, packet } of inTimeOrder(actors)) {
        const record = captureRecord(time, packet)
        pieces.push(record)
        bytes += record.length
        packets++
        if (bytes < BUFFER_BYTES) continue
        writeSync(file, Buffer.concat(pieces))
        pieces = []
        bytes = 0
      }
      writeSync(file, Buffer.concat(pieces))
    } finally {
      closeSync(file)
    }
  } catch (cause) {
    throw new NoroshiError('output-failed', `${path}: ${messageOf(cause)}`, { cause })
  }
  return { ...truth, packets }
}
