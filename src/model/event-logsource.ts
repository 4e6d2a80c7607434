import type { Logsource } from './source-mapping.ts'
import type { Fields, FieldValue } from './value.ts'

/** Which Sigma logsources an event is: a rule is tried if none of its three contradicts. */
export interface EventLogsource {
  readonly product: string | undefined
  /** All it is known as; empty with `open` false means: known to be of none. */
  readonly services: readonly string[]
  /** All that hold; empty with `open` false means: known to be of no category. */
  readonly categories: readonly string[]
  /** True where what is absent does not contradict (generic records, labels a line carries itself). */
  readonly open: boolean
}

/** A rule is tried if none of the three contradicts. */
export function isTried(rule: Logsource, event: EventLogsource): boolean {
  return agrees(rule.product, event.product === undefined ? [] : [event.product], event.open) &&
    agrees(rule.service, event.services, event.open) &&
    agrees(rule.category, event.categories, event.open)
}

function agrees(rule: string | undefined, event: readonly string[], open: boolean): boolean {
  return rule === undefined || event.includes(rule) || (open && event.length === 0)
}

/** How many different answers are kept; what hostile labels add beyond is made anew each time. */
const MAX_KEPT = 4_096

const kept = new Map<string, EventLogsource>()

/** The logsource of these parts; for equal parts the same object, so that callers may keep what they derive from it by identity. */
export function eventLogsource({ product, services, categories, open }: EventLogsource): EventLogsource {
  const key = [product ?? '', services.join('\0'), categories.join('\0'), open].join('\0\0')
  const found = kept.get(key)
  if (found !== undefined) return found
  const made = { product, services, categories, open }
  if (kept.size < MAX_KEPT) kept.set(key, made)
  return made
}

/** A record that carries `product`, `category` or `service` as text says itself what it is; what it leaves out does not contradict. */
export function labelsOf(fields: Fields): EventLogsource | undefined {
  const { product, category, service } = fields as Readonly<Record<keyof Logsource, FieldValue | undefined>>
  if (typeof product !== 'string' && typeof category !== 'string' && typeof service !== 'string') return undefined
  if (product === last.product && category === last.category && service === last.service) return last.answer
  const answer = eventLogsource({ product: label(product)[0], services: label(service), categories: label(category), open: true })
  last = { product, category, service, answer }
  return answer
}

/** Labels repeat from record to record. */
let last: Readonly<Record<keyof Logsource, FieldValue | undefined>> & { readonly answer: EventLogsource | undefined } =
  { product: undefined, category: undefined, service: undefined, answer: undefined }

function label(value: FieldValue | undefined): readonly string[] {
  return typeof value === 'string' ? [value.toLowerCase()] : []
}
