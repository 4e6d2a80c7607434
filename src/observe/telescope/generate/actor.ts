import type { PacketFields } from '../../packet/write-capture.ts'
import type { Random } from './random.ts'

/** One address that sends packets into the watched space. */
export interface Actor {
  readonly random: Random
  /** When the next packet is sent, microseconds; Infinity when no more is. */
  next: number
  /** The packet at `next`; moves `next` on, never back. */
  send(): PacketFields
}

/** All packets of all actors in the order of time; equal times in the order of the actors. A binary heap: log₂ of the actors a packet. */
export function* inTimeOrder(actors: readonly Actor[]): Generator<{ readonly time: number, readonly packet: PacketFields }> {
  const heap = actors.map((_, index) => index).filter(index => actors[index]!.next < Infinity)
  const isBefore = (a: number, b: number) => actors[a]!.next < actors[b]!.next || (actors[a]!.next === actors[b]!.next && a < b)
  const sink = (from: number) => {
    let at = from
    for (;;) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && isBefore(heap[child]!, heap[least]!)) least = child
      if (least === at) return
      const moved = heap[at]!
      heap[at] = heap[least]!
      heap[least] = moved
      at = least
    }
  }
  for (let at = heap.length >> 1; at >= 0; at--) sink(at)
  while (heap.length > 0) {
    const actor = actors[heap[0]!]!
    const time = Math.floor(actor.next)
    const packet = actor.send()
    if (actor.next === Infinity) {
      const last = heap.pop()!
      if (heap.length > 0) heap[0] = last
    }
    yield { time, packet }
    if (heap.length > 0) sink(0)
  }
}
