import { canonicalise } from '../text/canonicalise.ts'
import type { Guard } from './guard.ts'
import { shortened } from './shown.ts'
import type { GuardReason } from './verdict.ts'

/**
 * Why a text holds words that somebody else than its sender wrote for whatever assistant reads them, or null: a mail, a page or minutes that were pasted into a
 * message. It is no verdict, since people ask about such texts; but what they want is no wish of the sender's.
 *
 * @param from `sender`: what stands at the very beginning is how the sender addresses the assistant
 */
export function addressedDocument({ signatures }: Guard, text: string, from: 'sender' | 'tool'): GuardReason | null {
  const { text: canonical, unleeted } = canonicalise(text)
  for (const view of unleeted === null ? [canonical] : [canonical, unleeted]) {
    const concepts = signatures.conceptsIn(view)
    const begins = view.length - view.trimStart().length
    const own = from === 'sender' ? concepts.filter(({ start }) => start > begins) : concepts
    const hit = signatures.match(view, own, 'prompt').find(({ signature }) => signature.marks === 'document')
    if (hit === undefined) continue
    const quoted = shortened(view.slice(hit.start, hit.end))
    return { en: `${hit.signature.en} (“${quoted}”)`, ja: `${hit.signature.ja}（「${quoted}」）` }
  }
  return null
}
