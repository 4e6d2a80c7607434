import type { StoredHolding } from '../../store/register/find-holdings.ts'

/** How long somebody had an address, as far as the logs tell. Times in microseconds. */
export interface Span {
  readonly from: number
  /** Where it stops; null while nothing says so. */
  readonly until: number | null
  /** What stopped it: its own end, what was said at its begin, somebody else who came, or nothing known. */
  readonly ending: 'ended' | 'said' | 'taken' | 'unknown'
  /** The last that was told of it up to the asked moment, else the first. */
  readonly holding: StoredHolding
  /** When it was last told of. */
  readonly told: number
}

interface OpenSpan {
  from: number
  until: number | null
  ending: Span['ending']
  holding: StoredHolding
  told: number
}

/**
 * Holdings of one address and one kind, in the order of their begin → who had it one after another. An address has one holder at a time: whoever comes ends
 * the one before. What is told again of the same holder makes its span longer; an end that tells of the whole span is its span.
 *
 * @param at of the holdings that tell of a span, the last up to here is kept
 */
export function spansOf(holdings: readonly StoredHolding[], at: number): Span[] {
  const spans: OpenSpan[] = []
  for (const holding of holdings) {
    const last = spans.at(-1)
    const isSame = last !== undefined && isSameHolder(last.holding, holding)
    if (holding.act === 'end') endSpan(spans, holding)
    else if (isSame && (last.until === null || holding.from <= last.until)) tellAgain(last, holding, at)
    else {
      if (last !== undefined && (last.until === null || last.until > holding.from)) Object.assign(last, { until: holding.from, ending: 'taken' })
      spans.push({ from: holding.from, until: holding.until, ending: holding.until === null ? 'unknown' : 'said', holding, told: holding.time })
    }
  }
  return spans
}

/** Of two events, whether they tell of one holder: by the session where both name one, else by the machine, the person, the inner address, the name. */
export function isSameHolder(one: StoredHolding, other: StoredHolding): boolean {
  if (one.translation !== null && other.translation !== null) return one.address === other.address && (one.port === other.port || one.port === null || other.port === null)
  for (const part of ['session', 'mac', 'user', 'host'] as const) {
    if (one[part] !== '' && other[part] !== '') return one[part] === other[part]
  }
  return false
}

function tellAgain(span: OpenSpan, holding: StoredHolding, at: number): void {
  if (span.ending === 'unknown' || span.ending === 'said') {
    if (holding.until !== null && (span.until === null || holding.until > span.until)) Object.assign(span, { until: holding.until, ending: 'said' })
  }
  if (holding.time <= at) span.holding = holding
  span.told = Math.max(span.told, holding.time)
}

/** An end without a holder that is known is of whoever has it. */
function endSpan(spans: OpenSpan[], end: StoredHolding): void {
  const until = end.until ?? end.time
  const isAnonymous = end.mac === '' && end.user === '' && end.host === '' && end.session === '' && end.translation === null
  const ended = spans.findLast(span => (isAnonymous || isSameHolder(span.holding, end)) && (span.until === null || span.ending !== 'ended') && span.from <= until)
  if (ended !== undefined && (ended.until === null || ended.until >= end.from)) {
    // Somebody who came meanwhile has ended it before.
    if (ended.ending !== 'taken' || (ended.until ?? 0) > until) Object.assign(ended, { until, ending: 'ended' })
    ended.from = Math.min(ended.from, end.from)
    ended.told = Math.max(ended.told, end.time)
    return
  }
  if (end.from === until || isAnonymous) return
  const before = spans.at(-1)
  if (before !== undefined && (before.until === null || before.until > end.from)) Object.assign(before, { until: end.from, ending: 'taken' })
  spans.push({ from: end.from, until, ending: 'ended', holding: end, told: end.time })
}
