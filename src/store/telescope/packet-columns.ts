import { ByteColumn } from '../events/byte-column.ts'
import { DictionaryColumn } from '../events/dictionary-column.ts'
import { dictionaryColumn, nativeBlock, plainColumn } from '../events/native-block.ts'

/** Packets as columns, as far as they are stored; what a packet does not have is 0. */
export interface PacketSource {
  readonly count: number
  readonly time: Float64Array
  readonly version: Uint8Array
  readonly source: Uint32Array
  readonly destination: Uint32Array
  /** Four words for each packet, of IPv6 only. */
  readonly source6: Uint32Array
  readonly destination6: Uint32Array
  readonly sourcePort: Uint16Array
  readonly destinationPort: Uint16Array
  readonly protocol: Uint8Array
  readonly tcpFlags: Uint8Array
  readonly ttl: Uint8Array
  readonly ipId: Uint16Array
  readonly ipLength: Uint32Array
  readonly window: Uint16Array
  readonly sequence: Uint32Array
}

/** Packets of one block: what the engine likes to be given. */
const BLOCK_ROWS = 65_536
const WORD = 2 ** 32
/** `::ffff:`, as the bytes of an IPv6 address stand in memory. */
const MAPPED = 0xffff_0000

/** The headers of packets, gathered to blocks of ClickHouse's Native format. Little-endian machines only, as Node's all are. No allocation for a packet. */
export class PacketColumns {
  readonly #organisation = new DictionaryColumn()
  readonly #load = new Uint32Array(2 * BLOCK_ROWS)
  readonly #time = new Uint32Array(2 * BLOCK_ROWS)
  readonly #source = new Uint32Array(4 * BLOCK_ROWS)
  readonly #destination = new Uint32Array(4 * BLOCK_ROWS)
  readonly #sourcePort = new Uint16Array(BLOCK_ROWS)
  readonly #destinationPort = new Uint16Array(BLOCK_ROWS)
  readonly #protocol = new Uint8Array(BLOCK_ROWS)
  readonly #kind = new Uint8Array(BLOCK_ROWS)
  readonly #tcpFlags = new Uint8Array(BLOCK_ROWS)
  readonly #ttl = new Uint8Array(BLOCK_ROWS)
  readonly #ipId = new Uint16Array(BLOCK_ROWS)
  readonly #ipLength = new Uint32Array(BLOCK_ROWS)
  readonly #window = new Uint16Array(BLOCK_ROWS)
  readonly #sequence = new Uint32Array(BLOCK_ROWS)
  readonly #block = new ByteColumn(1 << 22)
  readonly #name: string
  count = 0

  constructor(organisation: string) {
    this.#name = organisation.toWellFormed()
  }

  get isFull(): boolean {
    return this.count === BLOCK_ROWS
  }

  clear(): void {
    this.count = 0
  }

  /**
   * Takes packets from `from` on, until the block is full.
   *
   * @param rows -1 for those that are left out
   * @returns the first that was not looked at
   */
  add(batch: PacketSource, rows: Int32Array, kinds: Uint8Array, from: number): number {
    const { time, version, source, destination, sourcePort, destinationPort, protocol, tcpFlags, ttl, ipId, ipLength, window, sequence } = batch
    let packet = from
    let to = this.count
    for (; packet < batch.count && to < BLOCK_ROWS; packet++) {
      if (rows[packet]! < 0) continue
      const high = Math.floor(time[packet]! / WORD)
      this.#time[2 * to] = time[packet]! - high * WORD
      this.#time[2 * to + 1] = high
      if (version[packet] === 6) {
        copyWide(batch.source6, 4 * packet, this.#source, 4 * to)
        copyWide(batch.destination6, 4 * packet, this.#destination, 4 * to)
      } else {
        copyMapped(source[packet]!, this.#source, 4 * to)
        copyMapped(destination[packet]!, this.#destination, 4 * to)
      }
      this.#sourcePort[to] = sourcePort[packet]!
      this.#destinationPort[to] = destinationPort[packet]!
      this.#protocol[to] = protocol[packet]!
      this.#kind[to] = kinds[packet]!
      this.#tcpFlags[to] = tcpFlags[packet]!
      this.#ttl[to] = ttl[packet]!
      this.#ipId[to] = ipId[packet]!
      this.#ipLength[to] = ipLength[packet]!
      this.#window[to] = window[packet]!
      this.#sequence[to] = sequence[packet]!
      to++
    }
    this.count = to
    return packet
  }

  /** The block of all that was added, in the columns of {@link packetInsert}; valid until the next. */
  block(load: number): Uint8Array {
    const { count } = this
    const organisation = this.#organisation
    organisation.clear()
    const index = organisation.indexOf(this.#name)
    for (let row = 0; row < count; row++) {
      organisation.addIndex(index)
      this.#load[2 * row] = load
      this.#load[2 * row + 1] = load / WORD
    }
    const plain = (name: string, type: string, { buffer }: { readonly buffer: ArrayBuffer }, width: number) => plainColumn(name, type, { bytes: new Uint8Array(buffer, 0, count * width) })
    return nativeBlock(this.#block, count, [
      dictionaryColumn('organisation', organisation),
      plain('load', 'UInt64', this.#load, 8),
      plain('time', 'Int64', this.#time, 8),
      plain('source', 'IPv6', this.#source, 16),
      plain('destination', 'IPv6', this.#destination, 16),
      plain('source_port', 'UInt16', this.#sourcePort, 2),
      plain('destination_port', 'UInt16', this.#destinationPort, 2),
      plain('protocol', 'UInt8', this.#protocol, 1),
      plain('kind', 'UInt8', this.#kind, 1),
      plain('tcp_flags', 'UInt8', this.#tcpFlags, 1),
      plain('ttl', 'UInt8', this.#ttl, 1),
      plain('ip_id', 'UInt16', this.#ipId, 2),
      plain('ip_length', 'UInt32', this.#ipLength, 4),
      plain('window', 'UInt16', this.#window, 2),
      plain('sequence', 'UInt32', this.#sequence, 4),
    ])
  }
}

function copyMapped(address: number, to: Uint32Array, at: number): void {
  to[at] = 0
  to[at + 1] = 0
  to[at + 2] = MAPPED
  to[at + 3] = swapped(address)
}

function copyWide(words: Uint32Array, from: number, to: Uint32Array, at: number): void {
  for (let word = 0; word < 4; word++) to[at + word] = swapped(words[from + word]!)
}

function swapped(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)
}
