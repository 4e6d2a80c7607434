import type { NumberCondition } from './number-condition.ts'
import { holdsOf } from './number-condition.ts'
import { TimeQueue } from './time-queue.ts'
import type { CorrelationWindow, WindowInput } from './window.ts'

/** Integers up to here are summed exactly, as many as a window may hold. */
const MAX_EXACT = 2 ** 31

/** What value_sum, value_avg, value_percentile and value_median share: numbers come and go; what is no number is not seen. */
abstract class NumberWindow implements CorrelationWindow {
  protected readonly condition: NumberCondition
  protected numbers = new TimeQueue<number>()
  protected readonly timespan: number

  constructor(timespan: number, condition: NumberCondition) {
    this.timespan = timespan
    this.condition = condition
  }

  get size(): number {
    return this.numbers.size
  }

  accept(time: number, inputs: readonly WindowInput[]): boolean {
    for (let old = this.numbers.takeBefore(time - this.timespan); old !== undefined; old = this.numbers.takeBefore(time - this.timespan)) this.removed(old)
    // Of an event that several of the rules match, the number counts once.
    const number = inputs.map(({ value }) => numberOf(value)).find(each => each !== null) ?? null
    if (number === null) return false
    this.numbers.push(time, number)
    this.added(number)
    return holdsOf(this.condition, this.reckon())
  }

  abstract copy(): NumberWindow

  protected abstract added(number: number): void
  protected abstract removed(number: number): void
  protected abstract reckon(): number
}

/**
 * The sum follows what comes and goes while all of it is exact; with fractions or huge numbers in the window it is summed anew, oldest
 * first, so that it depends on the window alone and not on what was in it before.
 */
abstract class SumWindow extends NumberWindow {
  #sum = 0
  #inexact = 0

  protected get sum(): number {
    if (this.#inexact === 0) return this.#sum
    let sum = 0
    for (const number of this.numbers) sum += number
    return sum
  }

  /** Goes on from where another is. */
  protected goOnFrom(other: SumWindow): this {
    this.numbers = other.numbers.copy()
    this.#sum = other.#sum
    this.#inexact = other.#inexact
    return this
  }

  protected override added(number: number): void {
    if (isExact(number)) this.#sum += number
    else this.#inexact++
  }

  protected override removed(number: number): void {
    if (isExact(number)) this.#sum -= number
    else this.#inexact--
  }
}

export class ValueSumWindow extends SumWindow {
  override copy(): ValueSumWindow {
    return new ValueSumWindow(this.timespan, this.condition).goOnFrom(this)
  }

  protected override reckon(): number {
    return this.sum
  }
}

export class ValueAverageWindow extends SumWindow {
  override copy(): ValueAverageWindow {
    return new ValueAverageWindow(this.timespan, this.condition).goOnFrom(this)
  }

  protected override reckon(): number {
    return this.sum / this.numbers.size
  }
}

/**
 * value_percentile, and value_median as the 50th: between two numbers of the sorted window in proportion (as numpy and ClickHouse's
 * quantileExactInclusive reckon by default).
 */
export class ValuePercentileWindow extends NumberWindow {
  readonly #percentile: number
  readonly #share: number
  readonly #sorted: number[] = []

  constructor(timespan: number, condition: NumberCondition, percentile: number) {
    super(timespan, condition)
    this.#percentile = percentile
    this.#share = percentile / 100
  }

  override copy(): ValuePercentileWindow {
    const copy = new ValuePercentileWindow(this.timespan, this.condition, this.#percentile)
    copy.numbers = this.numbers.copy()
    copy.#sorted.push(...this.#sorted)
    return copy
  }

  protected override added(number: number): void {
    this.#sorted.splice(this.#placeOf(number), 0, number)
  }

  protected override removed(number: number): void {
    this.#sorted.splice(this.#placeOf(number), 1)
  }

  protected override reckon(): number {
    const place = this.#share * (this.#sorted.length - 1)
    const below = this.#sorted[Math.floor(place)]!
    const above = this.#sorted[Math.ceil(place)]!
    return below === above ? below : below + (above - below) * (place - Math.floor(place))
  }

  /** Of the first that is not smaller. */
  #placeOf(number: number): number {
    let from = 0
    let to = this.#sorted.length
    while (from < to) {
      const middle = (from + to) >>> 1
      if (this.#sorted[middle]! < number) from = middle + 1
      else to = middle
    }
    return from
  }
}

function numberOf(value: string | null): number | null {
  if (value === null || value.trim() === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

function isExact(number: number): boolean {
  return Number.isInteger(number) && Math.abs(number) <= MAX_EXACT
}
