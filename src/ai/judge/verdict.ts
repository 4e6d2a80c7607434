/** What is done with a prompt or an exchange, the mildest first. */
export const GUARD_VERDICTS = ['allow', 'flag', 'redact', 'block'] as const

export type GuardVerdict = (typeof GUARD_VERDICTS)[number]

/** Which look decided. */
export const GUARD_LAYERS = ['signature', 'secret', 'classifier', 'address', 'shell', 'chain', 'form', 'leak', 'link', 'markup', 'code', 'topic', 'package', 'taint', 'context', 'pin', 'shadow'] as const

export type GuardLayer = (typeof GUARD_LAYERS)[number]

/** A sentence in the languages of the console. */
export interface GuardReason {
  readonly en: string
  readonly ja: string
}

export interface GuardJudgement {
  readonly verdict: GuardVerdict
  /** Null when nothing spoke against it. */
  readonly layer: GuardLayer | null
  /** What decided in the layer, by its id, where it has several: a signature, a kind of secret. */
  readonly kind?: string
  /** 0 harmless, 1 certainly hostile. */
  readonly score: number
  readonly reason: GuardReason
}

export const ALLOWED: GuardJudgement = {
  verdict: 'allow', layer: null, score: 0, reason: { en: 'nothing speaks against it', ja: '問題は見つからなかった' },
}

/** Whether one says more against it than another: by what is done, then by how sure it is. */
export function isGraver(one: GuardJudgement, other: GuardJudgement): boolean {
  const above = GUARD_VERDICTS.indexOf(one.verdict) - GUARD_VERDICTS.indexOf(other.verdict)
  return above > 0 || (above === 0 && one.score > other.score)
}
