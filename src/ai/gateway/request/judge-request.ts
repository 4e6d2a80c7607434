import { hash } from 'node:crypto'
import type { Steps } from '../../../platform/steps.ts'
import { atOnce } from '../../../platform/steps.ts'
import type { Guard } from '../../judge/guard.ts'
import { addressedSteps } from '../../judge/addressed-document.ts'
import { promptSteps } from '../../judge/judge-prompt.ts'
import { caseSteps, judgeNamedAddresses } from '../../judge/judge-case.ts'
import type { IsLifted } from '../../judge/lifted.ts'
import { maskedHit } from '../../judge/shown.ts'
import type { GuardJudgement, GuardReason } from '../../judge/verdict.ts'
import { ALLOWED, GUARD_VERDICTS } from '../../judge/verdict.ts'
import { findSecretsInSteps } from '../../secret/find-secrets.ts'
import { canonicalSteps } from '../../text/canonicalise.ts'
import { LONG_TEXT_CHARACTERS, MOST_LIFTED, REMEMBERED_JUDGEMENTS, TEXT_COST_CHARACTERS } from '../defaults.ts'
import type { Lifting } from '../exception/lifting.ts'
import type { SaidJudgement } from '../exchange.ts'
import { graverFirst } from '../exchange.ts'
import { jointTexts } from './joint-texts.ts'
import { Placeholders } from '../placeholder/placeholders.ts'
import type { GatewayPolicy, PolicyAction } from '../policy/policy.ts'
import { actionOf, isGraver } from '../policy/policy.ts'
import type { TextPart } from '../protocol/protocol.ts'
import { Recent } from '../../../platform/recent.ts'
import type { SuspectText } from '../taint.ts'

export interface RequestJudgement {
  /** The gravest, under the policy. */
  readonly verdict: PolicyAction
  /** What was not allowed, the gravest first. */
  readonly judgements: readonly SaidJudgement[]
  /** Something was put out of the texts. */
  readonly isChanged: boolean
  readonly placeholders: Placeholders
  /** What is likely hostile only, and the texts that it is about. */
  readonly doubts: readonly Doubt[]
  /** Texts beside which a call that acts outside is not to be trusted. */
  readonly suspects: readonly SuspectText[]
}

/** A text that was flagged by a look which is sometimes wrong. */
export interface Doubt {
  /** One of the request's. */
  readonly judgement: SaidJudgement
  readonly text: string
}

/** What speaks against a text when exceptions have lifted what they are about. */
interface Standing {
  readonly judgements: readonly GuardJudgement[]
  readonly isLifted: IsLifted
}

interface StandingContext {
  readonly system: string
  /** Digest of the system prompt. */
  readonly told: string
  readonly lifting: Lifting
  readonly subjects: Subjects
}

/** What speaks against texts that were put together. */
interface Whole {
  readonly part: TextPart
  readonly judgement: GuardJudgement
}

/** What speaks against texts that were put together; the whole, where that is doubtful. */
interface Jointly {
  readonly judgement: SaidJudgement
  readonly suspect: SuspectText
  readonly doubt: string | null
}

/** Each takes up to half a millisecond. */
const JOINT_TEXTS_AT_ONCE = 10

/** Judges the texts of requests; what was judged before is remembered. */
export class RequestJudge {
  readonly #guard: Guard
  readonly #known = new Recent<GuardJudgement>(REMEMBERED_JUDGEMENTS)
  readonly #addressed = new Recent<GuardReason | null>(REMEMBERED_JUDGEMENTS)

  constructor(guard: Guard) {
    this.#guard = guard
  }

  /** Secrets are put out of the parts where that is what the policy wants. */
  judge(parts: readonly TextPart[], policy: GatewayPolicy, lifting: Lifting): RequestJudgement {
    return atOnce(this.inSteps(parts, policy, lifting))
  }

  /** The same in steps of some milliseconds each, for `inTurns`; a short request has one. */
  *inSteps(parts: readonly TextPart[], policy: GatewayPolicy, lifting: Lifting): Steps<RequestJudgement> {
    const judgements: SaidJudgement[] = []
    const suspects: SuspectText[] = []
    const doubts: Doubt[] = []
    const placeholders = new Placeholders(policy.restores, parts.map(({ text }) => text))
    const system = parts.filter(({ origin }) => origin === 'system').map(({ text }) => text).join('\n')
    const known: StandingContext = { system, told: hash('sha256', system), lifting, subjects: new Subjects() }
    let isChanged = false
    const put = (part: TextPart, text: string) => {
      if (text === part.text) return
      isChanged = true
      part.replace(text)
    }
    let read = 0
    for (const part of parts) {
      read += part.text.length + TEXT_COST_CHARACTERS
      if (read > LONG_TEXT_CHARACTERS) {
        yield
        read = 0
      }
      const { judgements: standing, isLifted } = yield* this.#standing(part, known)
      const personal = policy.personal === 'redact' ? yield* this.#personal(part, known) : []
      const out = new Set(personal.map(({ kind }) => kind))
      const hides = standing.some(each => actionOf(policy, each) === 'redact')
      const text = !hides && out.size === 0 ? part.text
        : placeholders.hide(part.text, ({ kind, isSecret }) => (isSecret ? hides && !isLifted('secret', kind.id) : out.has(kind.id)), yield* findSecretsInSteps(part.text))
      for (const judgement of standing) {
        const action = actionOf(policy, judgement)
        if (action === 'allow') continue
        const each = said(part, action === 'redact' && text === part.text ? { ...judgement, ...cannotBePutOut(judgement) } : { ...judgement, action }, known, yield* known.subjects.of(part))
        judgements.push(each)
        if (isDoubtful(judgement)) doubts.push({ judgement: each, text: part.text })
      }
      const why = yield* this.#whySuspect(part, standing.filter(each => actionOf(policy, each) !== 'allow'))
      if (why !== null) suspects.push({ origin: part.origin, digest: hash('sha256', yield* known.subjects.of(part)), reason: why })
      judgements.push(...personal)
      put(part, text)
    }
    if (!judgements.some(({ verdict }) => verdict === 'block')) {
      for (const { judgement, suspect, doubt } of yield* this.#jointly(parts, policy, known)) {
        if (judgements.some(({ verdict, origin }) => origin === judgement.origin && !isGraver(judgement.verdict, verdict))) continue
        judgements.push(judgement)
        suspects.push(suspect)
        if (doubt !== null) doubts.push({ judgement, text: doubt })
      }
    }
    if (placeholders.isUsed) for (const part of parts) if (part.origin === 'assistant') put(part, yield* placeholders.hideKnown(part.text))
    judgements.sort(graverFirst)
    return { verdict: judgements[0]?.verdict ?? 'allow', judgements, isChanged, placeholders, doubts, suspects }
  }

  /**
   * The gravest, and what speaks against the text beside it: of one that is let through, the key that stands in it is put out all the same, and whoever marks
   * a verdict as wrong sees at once which others there are. Each exception lifts one look of one layer, and whatever else speaks against the text stands.
   */
  *#standing(part: TextPart, { system, told, lifting, subjects }: StandingContext): Steps<Standing> {
    const lifted = new Set<string>()
    const seen = new Set<string>()
    const judgements: GuardJudgement[] = []
    const isLeftOut: IsLifted = (layer, kind) => lifted.has(`${layer} ${kind}`) || seen.has(`${layer} ${kind}`)
    const key = `${part.isAddress === true ? 'address' : part.origin} ${told} ${hash('sha256', part.text)}`
    while (lifted.size + seen.size < MOST_LIFTED) {
      const judgement = yield* this.#known.inSteps([key, ...lifted, ...seen].join(' '), () => this.#judgePart(part, system, isLeftOut))
      const { layer, kind = '', verdict } = judgement
      if (layer === null || verdict === 'allow') break
      if (lifting.lifts(part.origin, layer, kind, yield* subjects.of(part))) {
        lifted.add(`${layer} ${kind}`)
        continue
      }
      // A look that cannot be left out says the same again.
      if (seen.has(`${layer} ${kind}`)) break
      judgements.push(judgement)
      seen.add(`${layer} ${kind}`)
    }
    return { judgements, isLifted: (layer, kind) => lifted.has(`${layer} ${kind}`) }
  }

  /**
   * What speaks against texts that came apart, put together. Ordinary neighbours have nothing to do with one another, and words of two of them may stand together as those of an attack do: that
   * counts where the classifier finds the whole hostile, too, and what is only likely where it is in both readings. A key that was cut into pieces is none.
   */
  *#jointly(parts: readonly TextPart[], policy: GatewayPolicy, known: StandingContext): Steps<readonly Jointly[]> {
    const against: Jointly[] = []
    for (const [index, { origin, readings }] of jointTexts(parts).entries()) {
      if (index % JOINT_TEXTS_AT_ONCE === JOINT_TEXTS_AT_ONCE - 1) yield
      const found: (Whole | null)[] = []
      for (const text of readings) found.push(yield* this.#gravestOfWhole({ origin, text, replace() {} }, known))
      const [first] = found.filter(each => each !== null).toSorted((one, other) => GUARD_VERDICTS.indexOf(other.judgement.verdict) - GUARD_VERDICTS.indexOf(one.judgement.verdict))
      if (first === undefined || (first.judgement.verdict !== 'block' && found.includes(null))) continue
      const { part, judgement } = first
      const action = actionOf(policy, judgement)
      if (action === 'allow') continue
      const reason = { en: `${judgement.reason.en}, said in several texts`, ja: `${judgement.reason.ja}（複数のテキストに分かれている）` }
      const subject = yield* known.subjects.of(part)
      against.push({ judgement: said(part, { ...judgement, action, reason }, known, subject), suspect: { origin, digest: hash('sha256', subject), reason }, doubt: isDoubtful(judgement) ? part.text : null })
    }
    return against
  }

  *#gravestOfWhole(part: TextPart, known: StandingContext): Steps<Whole | null> {
    const { judgements } = yield* this.#standing(part, known)
    const judgement = judgements.find(({ layer }) => layer !== 'secret')
    return judgement === undefined || !(yield* this.#isHostileAsWhole(part, known)) ? null : { part, judgement }
  }

  *#isHostileAsWhole(part: TextPart, { system, told }: StandingContext): Steps<boolean> {
    const { layer, verdict } = yield* this.#known.inSteps(`${part.origin} ${told} ${hash('sha256', part.text)} without signatures`, () => this.#judgePart(part, system, left => left === 'signature'))
    return layer === 'classifier' && verdict !== 'allow'
  }

  /** Whatever spoke against a text, but for a key in it, makes it suspect; so do words that others wrote for the assistant. */
  *#whySuspect({ origin, text }: TextPart, standing: readonly GuardJudgement[]): Steps<GuardReason | null> {
    if (origin === 'system' || origin === 'assistant') return null
    const against = standing.find(({ layer }) => layer !== 'secret')
    return against?.reason ?? (yield* this.#addressed.inSteps(`${origin} ${hash('sha256', text)}`, () => addressedSteps(this.#guard, text, origin === 'user' ? 'sender' : 'tool')))
  }

  /** Kinds of personal data in a text that others wrote, where the policy wants them out. */
  *#personal(part: TextPart, { lifting, subjects }: StandingContext): Steps<readonly SaidJudgement[]> {
    if (part.origin === 'system' || part.origin === 'assistant') return []
    const found = yield* findSecretsInSteps(part.text)
    const hits = new Map(found.filter(({ isSecret }) => !isSecret).map(hit => [hit.kind.id, hit]))
    if (hits.size === 0) return []
    const subject = yield* subjects.of(part)
    return [...hits.values()].filter(({ kind }) => !lifting.lifts(part.origin, 'secret', kind.id, subject)).map(hit => {
      const { kind } = hit
      const shown = maskedHit(part.text, hit)
      return said(part, { verdict: 'redact', action: 'redact', layer: 'secret', kind: kind.id, score: 0.5, reason: { en: `it holds ${kind.en} (${shown} characters)`, ja: `${kind.ja}が含まれている（${shown} 文字）` } }, { lifting }, subject)
    })
  }

  /** Who wrote the system prompt decides what the model is told; and what a model said was judged as an answer. */
  *#judgePart({ origin, text, isAddress }: TextPart, system: string, isLifted: IsLifted): Steps<GuardJudgement> {
    // Whoever runs the model fetches it, from within its own network.
    if (isAddress === true) return isLifted('address', '') ? ALLOWED : judgeNamedAddresses({ address: text }) ?? ALLOWED
    switch (origin) {
      case 'system': return ALLOWED
      case 'assistant': return ALLOWED
      case 'user': return yield* promptSteps(this.#guard, { text, system }, isLifted)
      case 'tool': case 'document': {
        const orders = yield* caseSteps(this.#guard, { response_body: text }, isLifted)
        return orders.verdict === 'allow' || orders.layer === 'form' ? yield* promptSteps(this.#guard, { text }, isLifted) : orders
      }
    }
  }
}

function isDoubtful({ verdict, layer }: GuardJudgement): boolean {
  return verdict === 'flag' && (layer === 'classifier' || layer === 'context')
}

/** What verdicts on the texts of a request are about. */
class Subjects {
  *of({ text }: TextPart): Steps<string> {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    const { text: subject } = yield* canonicalSteps(text)
    this.#known.set(text, subject)
    return subject
  }

  readonly #known = new Map<string, string>()
}

function said(part: TextPart, { verdict, action, layer, kind = '', score, reason }: GuardJudgement & { readonly action: PolicyAction }, { lifting }: Pick<StandingContext, 'lifting'>, subject: string): SaidJudgement {
  return { verdict: action, found: verdict, layer, kind, score, reason, origin: part.origin, mark: layer === null ? '' : lifting.markOf(part.origin, layer, kind, subject) }
}

/** A secret that stands in an encoding: as it cannot be taken out, the text is not sent on. */
function cannotBePutOut({ reason: { en, ja } }: GuardJudgement): { readonly action: 'block'; readonly reason: GuardJudgement['reason'] } {
  return { action: 'block', reason: { en: `${en}; it is disguised and cannot be taken out`, ja: `${ja}。偽装されているため取り除けない` } }
}
