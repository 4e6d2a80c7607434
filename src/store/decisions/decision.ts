import { z } from 'zod'
import type { Verdict } from '../../model/verdict.ts'
import { VERDICTS } from '../../model/verdict.ts'

/** Where the work on a case stands; every case begins as `new`. */
export const STATUSES = ['new', 'in-progress', 'closed'] as const

export type CaseStatus = (typeof STATUSES)[number]

/** UTF-16 units. A person's name; a note of some pages. */
const OWNER_LENGTH = 200
const NOTE_LENGTH = 20_000

/** Text that the database takes, and that shows. */
const text = (most: number) => z.string().trim().min(1).max(most).refine(value => !value.includes('\0') && value.isWellFormed(), 'has characters that are no text')

const id = z.string().regex(/^[0-9a-f]{32}$/)

/** What a person enters about a case. */
export const decisionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('verdict'), value: z.enum(VERDICTS) }),
  z.object({ kind: z.literal('status'), value: z.enum(STATUSES) }),
  z.object({ kind: z.literal('owner'), value: text(OWNER_LENGTH).or(z.literal('')) }),
  z.object({ kind: z.literal('note'), value: text(NOTE_LENGTH) }),
  // Another case, or a finding of this one or of another.
  z.object({ kind: z.literal('together'), value: id }),
  z.object({ kind: z.literal('apart'), value: id }),
])

export type Decision =
  | { readonly kind: 'verdict'; readonly value: Verdict }
  | { readonly kind: 'status'; readonly value: CaseStatus }
  /** Empty: nobody. */
  | { readonly kind: 'owner'; readonly value: string }
  | { readonly kind: 'note'; readonly value: string }
  | { readonly kind: 'together' | 'apart'; readonly value: string }

export type DecisionKind = Decision['kind']

/** A decision as it was entered, or its withdrawal. */
export interface StoredDecision {
  readonly id: number
  readonly kind: DecisionKind | 'withdrawal'
  /** Of a withdrawal, the number of the decision that holds no longer. */
  readonly value: string
  /** The match it hangs on. */
  readonly match: string
  readonly person: string
  /** Microseconds, by the clock of the database server. */
  readonly at: number
  /** The case as they knew it. */
  readonly enteredOn: string
  /** The case that holds its match now; null when none does. */
  readonly shownOn: string | null
  /** Of together and apart: the case that holds the other match now. */
  readonly otherCase: string | null
  /** The decision that took it back. */
  readonly withdrawnBy: number | null
}
