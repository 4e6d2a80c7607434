import * as z from 'zod'

const termsByLanguage = z.record(z.string(), z.array(z.string().min(1)))

/** What the orders of a context are said with, by language; terms as in `concepts.yml`. */
export const contextSchema = z.strictObject({
  /** Single ideas that the rules ask for by name. */
  concepts: z.strictObject({
    'forbids-next': termsByLanguage,
    'forbids-before': termsByLanguage,
    'reason': termsByLanguage,
    'disclose': termsByLanguage,
    'speak': termsByLanguage,
    'keep': termsByLanguage,
    'password': termsByLanguage,
    'key': termsByLanguage,
    'stand-in': termsByLanguage,
    'transform': termsByLanguage,
    'yours': termsByLanguage,
    'handling': termsByLanguage,
    'is': termsByLanguage,
    'private': termsByLanguage,
    'person': termsByLanguage,
    'everyone': termsByLanguage,
    'content-task': termsByLanguage,
    'translate': termsByLanguage,
    'only': termsByLanguage,
    'ignore': termsByLanguage,
    'orders': termsByLanguage,
    'earlier': termsByLanguage,
    'suppose': termsByLanguage,
    'state-that': termsByLanguage,
  }),
  /** Kinds of personal facts. */
  facts: z.record(z.string(), termsByLanguage),
  /** Subjects that assistants are often told to leave alone: what is said of one in another language or by another word of its field. */
  topics: z.record(z.string(), termsByLanguage),
  /** What belongs to a subject and does not stand for all of it: it counts in prompts. */
  members: z.record(z.string(), termsByLanguage),
  /** What means a subject only where it is forbidden. */
  aliases: z.record(z.string(), termsByLanguage),
  /** Languages by name. */
  languages: z.record(z.string(), termsByLanguage),
  /** Words that say nothing of a topic: stop words and those that prompts themselves are made of. */
  filler: termsByLanguage,
})

export type ContextData = z.infer<typeof contextSchema>
export type ContextConcept = keyof ContextData['concepts']
