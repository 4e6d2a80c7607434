import { setImmediate as turn } from 'node:timers/promises'
import type { Guard } from '../../judge/guard.ts'
import { judgeCase } from '../../judge/judge-case.ts'
import { judgePrompt } from '../../judge/judge-prompt.ts'
import type { GuardJudgement, GuardLayer, GuardVerdict } from '../../judge/verdict.ts'
import { GUARD_LAYERS, GUARD_VERDICTS } from '../../judge/verdict.ts'
import type { Recorded } from '../recorded.ts'
import { verdictsOf } from '../recorded.ts'
import type { GatewayPolicy, PolicyAction } from './policy.ts'
import { actionOf, isGraver } from './policy.ts'

/** One record under two policies. */
export interface TriedRecord {
  readonly before: PolicyAction
  readonly after: PolicyAction
  /** Why, of the gravest under the policy that is graver. */
  readonly layer: string
  readonly reason: { readonly en: string; readonly ja: string }
  /** Whether its words were judged again; else it is taken as it was found then. */
  readonly isRejudged: boolean
  /** Whether the guard finds otherwise now than it did then. */
  readonly isOtherwise: boolean
}

/** Layers that need the words alone: they are judged again. What others need (a key, the system prompt, the tools) is in no record. */
const BY_WORDS: ReadonlySet<string> = new Set<GuardLayer>(['signature', 'classifier'])

/** Records judged before others have a turn. */
const BATCH = 20

/**
 * What another policy would have made of recorded traffic. Records hold what was said without its secrets, and its end only: the words are judged again by
 * the guard as it is now, and what layers found that need more than the words is taken as it was found then.
 */
export async function tryPolicy<Record extends Recorded>(
  guard: Guard, records: readonly Record[], { before, after }: { readonly before: GatewayPolicy; readonly after: GatewayPolicy },
): Promise<{ readonly record: Record; readonly tried: TriedRecord }[]> {
  const tried: { record: Record; tried: TriedRecord }[] = []
  for (const [index, record] of records.entries()) {
    if (index % BATCH === BATCH - 1) await turn()
    tried.push({ record, tried: tryRecord(guard, record, before, after) })
  }
  return tried
}

type Found = Pick<GuardJudgement, 'verdict' | 'layer' | 'reason'>

function tryRecord(guard: Guard, record: Recorded, before: GatewayPolicy, after: GatewayPolicy): TriedRecord {
  const then = foundThen(record)
  const isRejudged = record.event === 'request' && record.text !== ''
  const found = isRejudged ? [...rejudged(guard, record), ...then.filter(({ layer }) => !BY_WORDS.has(layer ?? ''))] : then
  const old = gravest(before, found)
  const wanted = gravest(after, found)
  const shown = isGraver(old.action, wanted.action) ? old.found : wanted.found
  return {
    before: old.action, after: wanted.action, layer: shown?.layer ?? '', reason: shown?.reason ?? { en: '', ja: '' }, isRejudged,
    isOtherwise: isRejudged && worst(found) !== worst(then),
  }
}

/** What exceptions lifted stays lifted. */
function rejudged(guard: Guard, { text, origin, lifted }: Recorded): Found[] {
  const isLifted = (layer: GuardLayer, kind: string) => lifted.some(each => each.layer === layer && each.kind === kind)
  const orders = origin === 'tool' ? judgeCase(guard, { response_body: text }, isLifted) : null
  const judgement = orders === null || orders.verdict === 'allow' || orders.layer === 'form' ? judgePrompt(guard, { text }, isLifted) : orders
  return BY_WORDS.has(judgement.layer ?? '') ? [judgement] : []
}

function foundThen(record: Recorded): Found[] {
  return verdictsOf(record).flatMap(({ found, layer, reason }) => {
    const verdict = GUARD_VERDICTS.find(each => each === found)
    const known = GUARD_LAYERS.find(each => each === layer)
    return verdict === undefined || known === undefined ? [] : [{ verdict, layer: known, reason }]
  })
}

function gravest(policy: GatewayPolicy, found: readonly Found[]): { readonly action: PolicyAction; readonly found: Found | null } {
  let worstFound: Found | null = null
  let action: PolicyAction = 'allow'
  for (const each of found) {
    const wanted = actionOf(policy, each)
    if (worstFound !== null && !isGraver(wanted, action)) continue
    worstFound = each
    action = wanted
  }
  return { action, found: worstFound }
}

function worst(found: readonly Found[]): GuardVerdict {
  return found.reduce<GuardVerdict>((gravestSoFar, { verdict }) => (GUARD_VERDICTS.indexOf(verdict) > GUARD_VERDICTS.indexOf(gravestSoFar) ? verdict : gravestSoFar), 'allow')
}
