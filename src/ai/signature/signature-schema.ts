import * as z from 'zod'

/** concept → language (or `any`) → terms. */
export const conceptsSchema = z.record(z.string(), z.record(z.string(), z.array(z.string().min(1))))

const signatureSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  family: z.string(),
  /** ATLAS id. */
  technique: z.string().regex(/^AML\.T\d{4}(\.\d{3})?$/),
  weight: z.enum(['certain', 'likely']),
  /** A text in which it stands is somebody else's than who sends it: at the boundary of tools it is no more to be trusted than what a tool gave back. */
  marks: z.literal('document').optional(),
  /** Concepts that stand near each other, in any order: languages differ in theirs. */
  when: z.array(z.string()).min(1).max(5),
  /** None of these may stand as near. */
  unless: z.array(z.string()).optional(),
  /** Only in text that reached a tool or came from one. */
  at: z.enum(['anywhere', 'boundary']).default('anywhere'),
  within: z.int().min(0).max(400).optional(),
  /** Its concepts may stand in several sentences. */
  across: z.literal(true).optional(),
  en: z.string(),
  ja: z.string(),
  hits: z.array(z.string()).min(1),
  misses: z.array(z.string()).optional(),
})

export const signaturesSchema = z.array(signatureSchema)

export type SignatureData = z.infer<typeof signatureSchema>
