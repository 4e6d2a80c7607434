import type { Socket } from 'node:dgram'
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { Receiver } from '../../pipeline/collect/receiver.ts'
import type { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { addressText } from './address-text.ts'
import { DATAGRAM_WAITING_BYTES, GATHER_BYTES, GATHER_MS, KERNEL_DROPS_MS, RECEIVE_BUFFER_BYTES } from './defaults.ts'
import { kernelDrops } from './kernel-drops.ts'
import type { IsAllowed, Place } from './place.ts'
import { placeText } from './place.ts'

/** What is kept of a datagram: its records, a line each, with their ends. The datagram's bytes are not used any longer afterwards. */
export type LinesOf = (message: Buffer, sender: string) => readonly Buffer[]

/**
 * Takes records from datagrams. They cannot wait: what comes while too much waits to be kept is dropped and counted, and so is what the kernel
 * dropped.
 *
 * @throws Error when the address cannot be opened
 */
export async function receiveDatagrams(place: Place, spool: StreamSpool, isAllowed: IsAllowed, linesOf: LinesOf): Promise<Receiver> {
  const socket = createSocket({ type: isIPv6(place.host) ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES })
  const gathered = new Gathered(spool)
  socket.on('message', (message, { address }) => {
    const sender = addressText(address)
    if (isAllowed(sender)) gathered.add(linesOf(message, sender), sender)
    else spool.meter.refuse(`${sender}: a sender that is not allowed`)
  })
  await bind(socket, place)
  const { port } = socket.address()
  const stopCounting = countKernelDrops(port, spool)
  return {
    places: [placeText('udp', { ...place, port })],
    async close() {
      stopCounting()
      await new Promise<void>(resolve => socket.close(() => resolve()))
      await gathered.close()
    },
  }
}

/** Datagrams on their way into the spool, together for each sender. */
class Gathered {
  readonly #spool: StreamSpool
  #senders = new Map<string, { lines: Buffer[]; bytes: number; received: number }>()
  #bytes = 0
  /** Bytes that the spool has not kept yet. */
  #waiting = 0
  #timer: NodeJS.Timeout | null = null
  readonly #keeping = new Set<Promise<void>>()

  constructor(spool: StreamSpool) {
    this.#spool = spool
  }

  add(lines: readonly Buffer[], sender: string): void {
    for (const [index, line] of lines.entries()) {
      if (this.#waiting + this.#bytes >= DATAGRAM_WAITING_BYTES) return this.#spool.meter.drop(lines.length - index)
      let of = this.#senders.get(sender)
      if (of === undefined) this.#senders.set(sender, of = { lines: [], bytes: 0, received: Date.now() * 1_000 })
      of.lines.push(line)
      of.bytes += line.length
      this.#bytes += line.length
      if (this.#bytes >= GATHER_BYTES) this.#flush()
      else this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS)
    }
  }

  async close(): Promise<void> {
    this.#flush()
    if (this.#spool.state.kind === 'taking') await Promise.all(this.#keeping)
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const senders = this.#senders
    this.#senders = new Map()
    this.#bytes = 0
    for (const [sender, { lines, bytes, received }] of senders) {
      this.#waiting += bytes
      const keeping: Promise<void> = this.#spool.append({ lines, count: lines.length, received, transport: 'udp', sender })
        .catch(() => this.#spool.meter.drop(lines.length))
        .finally(() => {
          this.#waiting -= bytes
          this.#keeping.delete(keeping)
        })
      this.#keeping.add(keeping)
    }
  }
}

function countKernelDrops(port: number, spool: StreamSpool): () => void {
  let known = kernelDrops(port) ?? 0
  const look = () => {
    const drops = kernelDrops(port) ?? known
    if (drops > known) spool.meter.drop(drops - known)
    known = drops
  }
  const timer = setInterval(look, KERNEL_DROPS_MS).unref()
  return () => {
    clearInterval(timer)
    look()
  }
}

function bind(socket: Socket, { host, port }: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, host, () => {
      socket.off('error', reject)
      // ICMP answers and the like: the socket goes on.
      socket.on('error', () => {})
      resolve()
    })
  })
}
