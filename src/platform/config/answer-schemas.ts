import * as z from 'zod'
import { about, path } from './key-schemas.ts'

/** Keys of what answers of models are held against. */

const terms = z.array(z.string().min(1).max(200))

/** `gateway.applications.packages`. */
export const packages = z.array(path).max(100).default([])
  .meta(about('files that say which packages answers may name in install commands and imports: lists (`npm express` a line), or lock files by their names (docs/ai.md); others are flagged; relative paths start at the file\'s own folder', 'paths', 'none: names are not looked at', 'only you know what you use, and nothing is downloaded'))

/** `gateway.policies.topics`. */
export const topics = z.array(z.strictObject({
  name: z.string().min(1).max(63).meta(about('what the topic is called in records', 'text', 'must be given', 'reasons name it')),
  words: terms.max(1_000).optional().meta(about('words and phrases in any case, by which answers speak of it; `*` at the end of a word takes any ending, by itself up to three words', 'texts', 'none', 'only you know what is not to be spoken of')),
  patterns: terms.max(20).optional().meta(about('regular expressions (RE2), in any case, beside these', 'texts', 'none', 'their time grows with the answer\'s length alone')),
  found: z.enum(['flag', 'redact', 'block'], 'must be flag, redact or block').optional()
    .meta(about('what such an answer is to the policy: `flag`, `redact` (from there on a refusal stands in its place), `block`', '', 'redact', 'the reader learns that there is no answer, and no program has to expect an error')),
  says: z.string().min(1).max(2_000).optional().meta(about('the refusal', 'text', 'a sentence in English or Japanese', 'you know how you speak to those who ask')),
})).max(100).optional().meta(about('what answers are not to speak of', 'list', 'none', 'only you know'))
