import { givenText } from './call-shapes.ts'
import type { Given } from './call-shapes.ts'
import { encodedFile } from './encoded-file.ts'
import type { Json, Origin, TextDelta, TextPart } from './protocol.ts'
import { spotsIn } from './spots.ts'
import type { Spot } from './spots.ts'

type LeftOut = (holder: object, member: string) => boolean

/** Members of answers that hold sound and pictures, or what only their maker can read. Sound that is streamed has no head by which it is known: what is no text is none. */
const BYTES = new Set(['data', 'b64_json', 'url', 'image_url', 'result', 'partial_image_b64'])

/**
 * Every text of a message of an answer, by whatever name: words, thoughts, refusals, transcripts, citations. The same text under two names is one part.
 *
 * @param isLeftOut members that are read otherwise, such as calls
 */
export function answerTexts(message: Json, isLeftOut: LeftOut, origin: Origin = 'assistant'): TextPart[] {
  return distinct(message, isLeftOut).map(({ text, replace }) => ({ origin, text, replace }))
}

/** The same of a piece of one. @param channel what the piece belongs to: each member grows for itself */
export function answerDeltas(piece: Json, channel: string, isLeftOut: LeftOut = () => false): TextDelta[] {
  return distinct(piece, isLeftOut).map(({ text, path, replace }) => ({ channel: `${channel} ${path}`, text, replace }))
}

/** What is given to a call, in the channel in which the call began. */
export function givenDelta(given: Given, channel: string): TextDelta {
  return { channel, call: channel, ...givenText(given) }
}

function isBytes(text: string): boolean {
  const kind = encodedFile(text)?.kind
  return kind === 'media' || kind === 'other'
}

function distinct(message: Json, isLeftOut: LeftOut): Spot[] {
  const byText = new Map<string, Spot>()
  for (const spot of spotsIn(message, isLeftOut)) {
    if (BYTES.has(spot.member) && isBytes(spot.text)) continue
    const known = byText.get(spot.text)
    byText.set(spot.text, known === undefined ? spot : { ...known, replace: other => [known, spot].forEach(each => each.replace(other)) })
  }
  return [...byText.values()]
}
