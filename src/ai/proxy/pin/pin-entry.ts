import * as z from 'zod'

/** What is pinned of a server: each of its tools and templates, what it says of itself, an agent's card. */
export const PIN_KINDS = ['tool', 'prompt', 'instructions', 'card'] as const

export type PinKind = (typeof PIN_KINDS)[number]

export const pinEntrySchema = z.object({
  /** ISO 8601, UTC. */
  time: z.iso.datetime(),
  kind: z.enum(PIN_KINDS),
  name: z.string(),
  /** SHA-256 of the description in canonical form, hex. */
  hash: z.string(),
  decision: z.enum(['seen', 'accepted']),
  /** Who decided: a person, or `first-use`. */
  by: z.string(),
  /** As it was described; with the decision of a person it stands with what that person saw. */
  definition: z.unknown().optional(),
})

/** A description that was met, or a decision about one. */
export type PinEntry = z.infer<typeof pinEntrySchema>
