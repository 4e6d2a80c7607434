import { SYNCHRONY_HOSTS, SYNCHRONY_PORTS, SYNCHRONY_SLOTS } from './defaults.ts'

/** Packets of hosts by port and slot of time: `values[(host · ports + port) · slots + slot]`, logarithms of one more than their number. */
export interface ActivityTensor {
  readonly hosts: number
  readonly ports: number
  readonly slots: number
  readonly values: Float64Array
}

/** Packets remembered; 12 bytes each. When they come too fast for that, fewer hosts are followed. */
const SIZE = 2 ** 18

/** The latest packets of hosts that are new to a port, to see whether hosts act together. */
export class ActivityRing {
  readonly #hosts = new Uint32Array(SIZE)
  readonly #ports = new Uint16Array(SIZE)
  readonly #bins = new Uint32Array(SIZE)
  #next = 0
  /** Only hosts whose number is a multiple of it. */
  #every = 1

  add(host: number, port: number, bin: number): void {
    if (host % this.#every !== 0) return
    const at = this.#next++ % SIZE
    // What is overwritten is younger than what is looked at: follow half as many.
    if (this.#next > SIZE && bin - this.#bins[at]! < SYNCHRONY_SLOTS && this.#every < 2 ** 16) this.#every *= 2
    this.#hosts[at] = host
    this.#ports[at] = port
    this.#bins[at] = bin
  }

  /** What the hosts that are new to the port did in the slots before `end`, on it and on the other ports they ask for most. */
  tensor(port: number, end: number): ActivityTensor {
    const first = end - SYNCHRONY_SLOTS
    const used = Math.min(this.#next, SIZE)
    const members = new Set<number>()
    for (let at = 0; at < used; at++) if (this.#ports[at] === port && this.#bins[at]! >= first) members.add(this.#hosts[at]!)
    const stride = Math.max(1, members.size / SYNCHRONY_HOSTS)
    const chosen = new Map([...members].filter((_, index) => Math.floor(index / stride) !== Math.floor((index - 1) / stride)).slice(0, SYNCHRONY_HOSTS).map((host, index) => [host, index]))
    const asked = new Map<number, number>([[port, Infinity]])
    for (let at = 0; at < used; at++) {
      const other = this.#ports[at]!
      if (this.#bins[at]! >= first && chosen.has(this.#hosts[at]!)) asked.set(other, (asked.get(other) ?? 0) + 1)
    }
    const ports = new Map([...asked].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, SYNCHRONY_PORTS).map(([each], index) => [each, index]))
    const values = new Float64Array(chosen.size * ports.size * SYNCHRONY_SLOTS)
    for (let at = 0; at < used; at++) {
      const host = chosen.get(this.#hosts[at]!)
      const place = ports.get(this.#ports[at]!)
      const slot = this.#bins[at]! - first
      if (host !== undefined && place !== undefined && slot >= 0 && slot < SYNCHRONY_SLOTS) values[(host * ports.size + place) * SYNCHRONY_SLOTS + slot]!++
    }
    for (let at = 0; at < values.length; at++) values[at] = Math.log1p(values[at]!)
    return { hosts: chosen.size, ports: ports.size, slots: SYNCHRONY_SLOTS, values }
  }
}
