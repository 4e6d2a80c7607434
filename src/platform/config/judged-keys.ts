import * as z from 'zod'
import { about } from './key-schemas.ts'

/** Keys that applications of the gateway and servers of tools both have, since both are judged. */

export const texts = z.array(z.string().min(1).max(500)).max(1_000)

export const audit = z.enum(['texts', 'figures'], 'must be texts or figures').default('texts')
  .meta(about('whether records quote what was said, without its secrets and personal data, or only measure it', '', 'texts', 'an incident cannot be judged without the words'))

export const confirmed = texts.default([])
  .meta(about('tools each call of which a person allows first, whatever the policy does else: what cannot be undone; `*` at the end stands for any rest', 'names', 'none', 'only you know the tools'))

/** What tools of agents do. @param within behind what is counted, such as ` in one conversation` */
export function toolKinds(within: string) {
  return z.strictObject({
    untrusted: texts.default([]).meta(about('tools whose results anybody may have written (web, mail, documents); `*` at the end stands for any rest', 'names', 'none', 'only you know the tools')),
    private: texts.default([]).meta(about('tools whose results are not public', 'names', 'none', 'only you know the tools')),
    outside: texts.default([]).meta(about('tools that act or send outside', 'names', 'none', 'only you know the tools')),
    third: z.enum(['flag', 'block'], 'must be flag or block').default('block').meta(about(`what is done when a call would join all three${within}`, '', 'block', 'two are ordinary; all three are what an injected instruction needs')),
  }).default({ untrusted: [], private: [], outside: [], third: 'block' }).meta(about('what tools do', '', '', ''))
}
