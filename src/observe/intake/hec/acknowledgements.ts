import { parseRecord } from '../../json/parse-record.ts'

/**
 * Numbers of acknowledgements: a request is answered when its events are durable, so every number that was given out is true. They go on
 * from the clock at each start, so that those of before a crash are true as well, and nothing is kept for them.
 */
export class Acknowledgements {
  #last: number

  /** @param now milliseconds */
  constructor(now: number) {
    this.#last = now * 1_000
  }

  next(): number {
    return ++this.#last
  }

  /**
   * The answer to `/services/collector/ack`: for each number asked, whether its events are kept; null when the body is no question.
   *
   * @param body `{"acks":[1,2]}`
   */
  answer(body: string): string | null {
    const parsed = parseRecord(body)
    const asked: unknown = 'fields' in parsed ? parsed.fields['acks'] : undefined
    if (!Array.isArray(asked) || asked.length > MOST_ASKED) return null
    const numbers = asked.filter(number => Number.isSafeInteger(number))
    return JSON.stringify({ acks: Object.fromEntries(numbers.map(number => [String(number), number > 0 && number <= this.#last])) })
  }
}

/** Numbers in one question; clients ask for hundreds. */
const MOST_ASKED = 100_000
