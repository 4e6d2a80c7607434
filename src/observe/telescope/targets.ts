import { DAY_US } from '../../model/time.ts'
import { AddressIndex } from './address-index.ts'
import type { AttackThresholds } from './defaults.ts'
import { ATTACK_THRESHOLDS, LISTED_ATTACKS, MAX_TARGETS, RATE_STEP_US, RATE_WINDOW_US } from './defaults.ts'
import { largerCapacity } from './larger-capacity.ts'

export interface Attack {
  readonly target: string
  /** IPv4 as a number, for networks; null of IPv6. */
  readonly address4: number | null
  readonly firstSeen: number
  readonly lastSeen: number
  readonly packets: number
  readonly maxPacketsPerMinute: number
}

const STEPS = RATE_WINDOW_US / RATE_STEP_US
/** Per target, in doubles: first, last, packets, step of the newest count, most in a window, counts of the last steps. */
const WIDTH = 5 + STEPS
const FIRST = 0
const LAST = 1
const PACKETS = 2
const STEP = 3
const MOST = 4
const COUNTS = 5

const FIRST_ROWS = 1_024

/**
 * Attacks with random source addresses, as their targets' answers show them (Moore, Shannon, Brown, Voelker, Savage: "Inferring Internet
 * Denial-of-Service Activity", ACM TOCS 2006), with the figures and the sliding window of CAIDA's Corsaro: an attack has enough packets, lasts
 * long enough, and in some window of a minute, which slides by ten seconds from the first packet on, has enough of them; each limit
 * itself is enough. Silence of five minutes ends it.
 */
export class Targets {
  readonly #thresholds: AttackThresholds
  readonly #limit: number
  readonly #index: AddressIndex
  #state: Float64Array<ArrayBuffer>
  readonly #attacks: Attack[] = []
  /** Targets for which there was no room. */
  forgotten = 0

  constructor(thresholds: AttackThresholds = ATTACK_THRESHOLDS, limit = MAX_TARGETS) {
    this.#thresholds = thresholds
    this.#limit = limit
    this.#index = new AddressIndex(limit)
    this.#state = new Float64Array(FIRST_ROWS * WIDTH)
  }

  /** An answer of an IPv4 target. @param time microseconds, never going back */
  accept4(address: number, time: number): void {
    this.#accept(this.#index.row4(address), time)
  }

  accept6(words: Uint32Array, at: number, time: number): void {
    this.#accept(this.#index.row6(words, at), time)
  }

  /** Every attack that is over, and every one that would be if all ended now; by first packet, then target. */
  attacks(): Attack[] {
    const all = [...this.#attacks]
    for (let row = 0; row < this.#index.count; row++) {
      const attack = this.#attackOf(row)
      if (attack !== null) all.push(attack)
    }
    return all.sort((a, b) => a.firstSeen - b.firstSeen || (a.target < b.target ? -1 : 1))
  }

  /** Goes on with those that answered last, and the attacks of the last day; makes room for others. @param now microseconds since the epoch */
  renewed(now: number): Targets {
    const next = new Targets(this.#thresholds, this.#limit)
    next.#attacks.push(...this.#attacks.filter(({ lastSeen }) => lastSeen >= now - DAY_US))
    for (let row = 0; row < this.#index.count; row++) {
      const last = this.#state[row * WIDTH + LAST]!
      if (now - last > this.#thresholds.silenceUs) {
        const attack = this.#attackOf(row)
        if (attack !== null && last >= now - DAY_US) next.#attacks.push(attack)
        continue
      }
      const address = this.#index.address(row)
      const at = (typeof address === 'number' ? next.#index.row4(address) : next.#index.row6(address, 0)) * WIDTH
      if (at >= next.#state.length) next.#grow()
      next.#state.set(this.#state.subarray(row * WIDTH, (row + 1) * WIDTH), at)
    }
    return next
  }

  #accept(row: number, time: number): void {
    if (row < 0) {
      this.forgotten++
      return
    }
    const at = row * WIDTH
    if (at >= this.#state.length) this.#grow()
    const state = this.#state
    if (state[at + PACKETS] === 0) return this.#start(at, time)
    if (time - state[at + LAST]! > this.#thresholds.silenceUs) {
      const attack = this.#attackOf(row)
      if (attack !== null && this.#attacks.length < LISTED_ATTACKS) this.#attacks.push(attack)
      return this.#start(at, time)
    }
    const step = Math.max(state[at + STEP]!, Math.floor((time - state[at + FIRST]!) / RATE_STEP_US))
    this.#slide(at, step)
    state[at + COUNTS + step % STEPS]!++
    state[at + PACKETS]!++
    if (time > state[at + LAST]!) state[at + LAST] = time
  }

  #start(at: number, time: number): void {
    const state = this.#state
    state.fill(0, at, at + WIDTH)
    state[at + FIRST] = time
    state[at + LAST] = time
    state[at + PACKETS] = 1
    state[at + COUNTS] = 1
  }

  /** Counts the window that ends before the step, and empties those steps that leave it. */
  #slide(at: number, step: number): void {
    const state = this.#state
    const steps = step - state[at + STEP]!
    if (steps === 0) return
    state[at + MOST] = Math.max(state[at + MOST]!, this.#windowSum(at))
    for (let passed = 1; passed <= Math.min(steps, STEPS); passed++) state[at + COUNTS + (state[at + STEP]! + passed) % STEPS] = 0
    state[at + STEP] = step
  }

  #windowSum(at: number): number {
    let sum = 0
    for (let step = 0; step < STEPS; step++) sum += this.#state[at + COUNTS + step]!
    return sum
  }

  #attackOf(row: number): Attack | null {
    const at = row * WIDTH
    const state = this.#state
    const { packets, durationUs, packetsPerMinute } = this.#thresholds
    const most = Math.max(state[at + MOST]!, this.#windowSum(at))
    if (state[at + PACKETS]! < packets || state[at + LAST]! - state[at + FIRST]! < durationUs || most < packetsPerMinute) return null
    return {
      target: this.#index.text(row),
      address4: this.#index.isWide(row) ? null : this.#index.address4(row),
      firstSeen: state[at + FIRST]!,
      lastSeen: state[at + LAST]!,
      packets: state[at + PACKETS]!,
      maxPacketsPerMinute: most,
    }
  }

  #grow(): void {
    const old = this.#state
    this.#state = new Float64Array(largerCapacity(old.length / WIDTH, this.#limit) * WIDTH)
    this.#state.set(old)
    old.buffer.transfer(0)
  }
}
