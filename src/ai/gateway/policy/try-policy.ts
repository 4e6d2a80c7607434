import type { Steps } from '../../../platform/steps.ts'
import { inTurns } from '../../../platform/steps.ts'
import type { Guard } from '../../judge/guard.ts'
import { judgeCase } from '../../judge/judge-case.ts'
import { judgePrompt } from '../../judge/judge-prompt.ts'
import type { GuardJudgement, GuardLayer, GuardVerdict } from '../../judge/verdict.ts'
import { GUARD_LAYERS, GUARD_VERDICTS } from '../../judge/verdict.ts'
import { findSecrets } from '../../secret/find-secrets.ts'
import { topicReason, topicsOf } from '../../output/topics.ts'
import { PERSONAL_PATTERNS } from '../../secret/personal-patterns.ts'
import type { SecretPattern } from '../../secret/secret-pattern.ts'
import type { Recorded } from '../audit/recorded.ts'
import { verdictsOf } from '../audit/recorded.ts'
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

/**
 * What another policy would have made of recorded traffic. Records hold what was said without its secrets, and its end only: the words are judged again by
 * the guard as it is now, answers are looked through for the policies' topics, and what layers found that need more than the words is taken as it was found then.
 */
export function tryPolicy<Record extends Recorded>(
  guard: Guard, records: readonly Record[], policies: { readonly before: GatewayPolicy; readonly after: GatewayPolicy },
): Promise<{ readonly record: Record; readonly tried: TriedRecord }[]> {
  return inTurns(trySteps(guard, records, policies))
}

/** A record each. */
function* trySteps<Record extends Recorded>(guard: Guard, records: readonly Record[], { before, after }: { readonly before: GatewayPolicy; readonly after: GatewayPolicy }): Steps<{ record: Record; tried: TriedRecord }[]> {
  const tried: { record: Record; tried: TriedRecord }[] = []
  for (const record of records) {
    tried.push({ record, tried: tryRecord(guard, record, before, after) })
    yield
  }
  return tried
}

type Found = Pick<GuardJudgement, 'verdict' | 'layer' | 'kind' | 'reason'>

function tryRecord(guard: Guard, record: Recorded, before: GatewayPolicy, after: GatewayPolicy): TriedRecord {
  const all = foundThen(record)
  const then = all.filter(each => !isPersonal(record, each))
  const personal = personalIn(record, all)
  const isRejudged = record.event === 'request' && record.text !== ''
  const found = isRejudged ? [...rejudged(guard, record).map(each => agreedOn(record, each, then)), ...then.filter(({ layer }) => !BY_WORDS.has(layer ?? ''))] : then
  const old = gravest(before, withTopics(before, record, found), personal)
  const wanted = gravest(after, withTopics(after, record, found), personal)
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

/** Where a judging model agreed with the classifier then, it would again: it is not asked. */
function agreedOn({ judge_said: said }: Recorded, found: Found, then: readonly Found[]): Found {
  const blocked = said !== 'hostile' || found.layer !== 'classifier' || found.verdict !== 'flag' ? undefined : then.find(({ layer, verdict }) => layer === 'classifier' && verdict === 'block')
  return blocked ?? found
}

/** A policy's own topics, in the words that are kept of an answer; one that was found then may have stood before these. */
function withTopics({ topics }: GatewayPolicy, { event, text, lifted }: Recorded, found: readonly Found[]): readonly Found[] {
  if (event !== 'answer') return found
  const now = topicsOf(topics).find(text).map(({ topic }) => topic)
  const then = topics.filter(({ name }) => found.some(({ layer, kind }) => layer === 'topic' && kind === name))
  const spoken = [...new Set([...now, ...then])].filter(({ name }) => !lifted.some(each => each.layer === 'topic' && each.kind === name))
  return [...found.filter(({ layer }) => layer !== 'topic'), ...spoken.map(topic => ({ verdict: topic.found, layer: 'topic' as const, kind: topic.name, reason: topicReason(topic) }))]
}

function foundThen(record: Recorded): Found[] {
  return verdictsOf(record).flatMap(({ found, layer, kind, reason }) => {
    const verdict = GUARD_VERDICTS.find(each => each === found)
    const known = GUARD_LAYERS.find(each => each === layer)
    return verdict === undefined || known === undefined ? [] : [{ verdict, layer: known, kind, reason }]
  })
}

/** Whether it was found because a policy wanted personal data put out: no other look does that in requests. */
function isPersonal({ event }: Recorded, { layer, kind }: Found): boolean {
  return event === 'request' && layer === 'secret' && PERSONAL_PATTERNS.some(({ id }) => id === kind)
}

/** Personal data of a request: what was put out then, or stood in the text, where a mark stands for it since; records of earlier versions may hold it still. */
function personalIn(record: Recorded, all: readonly Found[]): Found | null {
  if (record.event !== 'request') return null
  const isLifted = ({ id }: SecretPattern) => record.lifted.some(each => each.layer === 'secret' && each.kind === id)
  const kind = PERSONAL_PATTERNS.find(each => record.text.includes(`[${each.id}]`) && !isLifted(each)) ?? findSecrets(record.text).find(each => !each.isSecret && !isLifted(each.kind))?.kind
  return all.find(each => isPersonal(record, each)) ?? (kind === undefined ? null : { verdict: 'redact', layer: 'secret', kind: kind.id, reason: { en: `it holds ${kind.en}`, ja: `${kind.ja}が含まれている` } })
}

/** Whether personal data are put out is for the policy alone to say, not for what it does with secrets. */
function gravest(policy: GatewayPolicy, found: readonly Found[], personal: Found | null): { readonly action: PolicyAction; readonly found: Found | null } {
  let worstFound = policy.personal === 'redact' ? personal : null
  let action: PolicyAction = worstFound === null ? 'allow' : 'redact'
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
