import { membersOf, sayChoicesCut } from './cut-short.ts'
import { openaiRefusal } from './openai-chat.ts'
import type { Protocol, TextPart } from './protocol.ts'
import { deltaOf, isJson, numberOf, objectsOf, partOf } from './protocol.ts'

/** What takes plain texts: OpenAI's embeddings, older completions, moderations (`input`, `prompt`). */
export const OPENAI_TEXTS: Protocol = {
  name: 'openai.texts',
  requestParts: body => ['input', 'prompt'].flatMap(name => {
    const list = body[name]
    return Array.isArray(list) ? textsOf(list) : partOf(body, name, 'user')
  }),
  isStreamed: body => body['stream'] === true,
  answerParts: body => objectsOf(body['choices']).flatMap(choice => partOf(choice, 'text', 'assistant')),
  calledTools: () => [],
  usedTools: () => [],
  begunTools: () => [],
  tokens: body => isJson(body['usage']) ? numberOf(body['usage']['total_tokens']) : null,
  limitNames: body => 'prompt' in body ? ['max_tokens'] : [],
  sayCut: sayChoicesCut,
  endAtLimit: last => `data: ${JSON.stringify({ ...membersOf(last, ['id', 'created', 'model']), object: 'text_completion', choices: [{ index: 0, text: '', finish_reason: 'length' }] })}\n\ndata: [DONE]\n\n`,
  deltas: event => objectsOf(event['choices']).flatMap(choice => deltaOf(choice, 'text', String(choice['index']))),
  refusal: openaiRefusal,
  endOfStream: reason => `data: ${JSON.stringify({ id: 'withheld', object: 'text_completion', choices: [{ index: 0, text: '', finish_reason: 'content_filter' }], note: reason })}\n\ndata: [DONE]\n\n`,
}

function textsOf(list: unknown[]): TextPart[] {
  return list.flatMap((text, index) => typeof text !== 'string' || text === '' ? [] : [{ origin: 'user', text, replace: other => { list[index] = other } }])
}
