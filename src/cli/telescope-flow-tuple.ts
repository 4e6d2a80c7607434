import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import { decodePackets } from '../observe/packet/decode-packets.ts'
import { AvroContainer } from '../observe/telescope/flow-tuple/avro-container.ts'
import { TUPLES_A_BLOCK } from '../observe/telescope/flow-tuple/defaults.ts'
import { FLOW_TUPLE_HEADER, flowTupleLine } from '../observe/telescope/flow-tuple/flow-tuple-csv.ts'
import { FLOW_TUPLE_FIELDS } from '../observe/telescope/flow-tuple/flow-tuple.ts'
import { FlowTuples } from '../observe/telescope/flow-tuple/flow-tuples.ts'
import { openGeo } from '../observe/telescope/geo/geo.ts'
import { messageOf, NoroshiError } from '../platform/noroshi-error.ts'
import type { CommonOptions } from './settings.ts'
import { readSettings } from './settings.ts'
import { readWatchedCaptures } from './telescope-captures.ts'
import { spaceOf } from '../observe/telescope/watched-space.ts'

export interface FlowTupleCommandOptions extends CommonOptions {
  readonly space: readonly string[]
  readonly countryDatabase?: string
  readonly asnDatabase?: string
  readonly format: 'csv' | 'avro'
  readonly out?: string
  readonly lang: 'en' | 'ja'
}

/** `noroshi telescope flow-tuple`: the packets as Corsaro's flow tuples. Exit code 1 when something could not be read. */
export async function exportFlowTuples(paths: readonly string[], options: FlowTupleCommandOptions): Promise<number> {
  const tuples = new FlowTuples(openGeo({ ...readSettings(options).geo, ...options }), spaceOf(options.space))
  const pieces = options.format === 'avro' ? avroPieces() : csvPieces()
  const stream = options.out === undefined ? process.stdout : createWriteStream(options.out)
  try {
    await write(stream, pieces.head)
    const code = await readWatchedCaptures(paths, async batch => {
      decodePackets(batch)
      for (const piece of inBlocks(tuples.accept(batch))) await write(stream, pieces.block(piece))
    })
    for (const piece of inBlocks([...tuples.take()])) await write(stream, pieces.block(piece))
    if (options.out !== undefined) await finished(stream.end())
    if (tuples.leftOut > 0) {
      process.stderr.write(options.lang === 'ja'
        ? `${tuples.leftOut} パケットは書き出していません（IPv6 または時刻なし。FlowTuple 形式では表せません）\n`
        : `${tuples.leftOut} packets are left out: IPv6 or without a time, which flow tuples cannot say\n`)
    }
    return code
  } catch (cause) {
    if (cause instanceof NoroshiError) throw cause
    throw new NoroshiError('output-failed', `${options.out ?? '-'}: ${messageOf(cause)}`, { cause })
  }
}

function csvPieces() {
  return { head: FLOW_TUPLE_HEADER, block: (tuples: readonly Tuple[]) => tuples.map(flowTupleLine).join('') }
}

function avroPieces() {
  const container = new AvroContainer('org.caida.corsaro', 'flowtuple', FLOW_TUPLE_FIELDS)
  return { head: container.head(), block: (tuples: readonly Tuple[]) => container.block(tuples.map(tuple => ({ ...tuple }))) }
}

type Tuple = ReturnType<FlowTuples['accept']>[number]

function* inBlocks(tuples: readonly Tuple[]): Generator<readonly Tuple[]> {
  for (let from = 0; from < tuples.length; from += TUPLES_A_BLOCK) yield tuples.slice(from, from + TUPLES_A_BLOCK)
}

async function write(stream: Writable, piece: string | Uint8Array): Promise<void> {
  if (!stream.write(piece)) await once(stream, 'drain')
}
