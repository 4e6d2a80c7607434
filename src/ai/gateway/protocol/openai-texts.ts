import { answerDeltas, answerTexts } from './answer-texts.ts'
import { askedTexts, generationTexts } from './asked-texts.ts'
import { endOfChoices, sayChoicesCut } from './cut-short.ts'
import { endedChoices } from './ended-choices.ts'
import { openaiRefusal } from './openai-chat.ts'
import type { Protocol } from './protocol.ts'
import { isJson, numberOf, objectsOf } from './protocol.ts'

/** What takes plain texts: OpenAI's embeddings, older completions, moderations (`input`, `prompt`). */
export const OPENAI_TEXTS: Protocol = {
  name: 'openai.texts',
  requestTexts(body) {
    if (!('prompt' in body)) return askedTexts(body)
    // Texts as the numbers of their tokens.
    return hasNumbers(body['prompt']) ? { ...askedTexts(body), unread: { en: 'it is given as the numbers of its tokens', ja: 'テキストではなくトークン番号で渡されている' } } : generationTexts(body)
  },
  isStreamed: body => body['stream'] === true,
  answerParts: body => objectsOf(body['choices']).flatMap(choice => answerTexts(choice, isMessage)),
  calledTools: () => [],
  usedTools: () => [],
  begunTools: () => [],
  tokens: body => isJson(body['usage']) ? numberOf(body['usage']['total_tokens']) : null,
  limitNames: body => 'prompt' in body ? ['max_tokens'] : [],
  sayCut: sayChoicesCut,
  endAtLimit: told => endOfChoices(told, 'text_completion', { text: '', finish_reason: 'length' }),
  deltas: event => objectsOf(event['choices']).flatMap(choice => answerDeltas(choice, String(choice['index']), isMessage)),
  endedTexts: endedChoices,
  refusal: openaiRefusal,
  endOfStream: (reason, told) => endOfChoices(told, 'text_completion', { text: '', finish_reason: 'content_filter' }, { note: reason }),
}

/** What of a choice is a chat's. */
function isMessage(_: object, name: string): boolean {
  return name === 'message' || name === 'delta'
}

function hasNumbers(prompt: unknown): boolean {
  return typeof prompt === 'number' || (Array.isArray(prompt) && prompt.flat(1).some(each => typeof each === 'number'))
}
