import { answerDeltas, answerTexts, givenDelta } from './answer-texts.ts'
import { generationTexts } from './asked-texts.ts'
import { blockKind } from './block-kinds.ts'
import { calledBy, calledTool, callsWithin, holdsSomething, isOfCalls } from './call-shapes.ts'
import { membersOf } from './cut-short.ts'
import { openaiRefusal } from './openai-chat.ts'
import type { Json, Protocol, TextDelta, TextPart, Told } from './protocol.ts'
import { deltaOf, isJson, numberOf, objectsOf, partOf } from './protocol.ts'

/** OpenAI's responses (`POST /v1/responses`). */
export const OPENAI_RESPONSES: Protocol = {
  name: 'openai.responses',
  requestTexts: generationTexts,
  isStreamed: body => body['stream'] === true,
  answerParts: body => [...objectsOf(body['output']).flatMap(itemTexts), ...partOf(body, 'output_text', 'assistant')],
  calledTools: body => objectsOf(body['output']).flatMap(callsWithin).map(calledTool),
  usedTools: body => objectsOf(body['input']).flatMap(callsWithin).map(({ name }) => name),
  begunTools: event => itemsOf(event).flatMap(item => callsWithin(item).map(call => ({ name: call.name, channel: callChannel(item['id']), ...calledBy(call) }))),
  tokens: body => tokensOf(body) ?? (isJson(body['response']) ? tokensOf(body['response']) : null),
  limitNames: () => ['max_output_tokens'],
  sayCut: body => void Object.assign(body, INCOMPLETE),
  endAtLimit: told => endOfResponse(told, 'response.incomplete', { id: 'cut' }, INCOMPLETE),
  deltas: eventDeltas,
  endedTexts: endedByEvent,
  refusal: openaiRefusal,
  endOfStream: (reason, told) => endOfResponse(told, 'response.failed', { id: 'withheld' }, { status: 'failed', error: { code: 'content_filter', message: reason } }),
}

/** What ends a response that the program has been told of by its name. */
function endOfResponse({ last, response, output }: Told, type: string, unnamed: Json, said: Json): string {
  const number = numberOf(last?.['sequence_number'])
  const named = { ...unnamed, object: 'response', ...membersOf(response, ['id', 'created_at', 'model']), ...said, output }
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...(number === null ? {} : { sequence_number: number + 1 }), response: named })}\n\n`
}

const INCOMPLETE = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } } as const

/** What grows comes bit by bit, and then once more whole: that is a text of its own, which nothing is added to. What a call is given is one text, whenever it comes. */
function eventDeltas(event: Json): TextDelta[] {
  const { type, item_id: item } = event
  if (typeof type !== 'string') return []
  const call = callChannel(item)
  const isOfCall = OF_CALL.test(type)
  const own = ownChannel(event)
  const texts = isOfCall ? ['delta', ...GIVEN_WHOLE].flatMap(name => deltaOf(event, name, call, call)) : answerDeltas(event, `${own} ${type}`, isElsewhere)
  return [...texts, ...itemsOf(event).flatMap((each, index) => itemDeltas(each, `${own} ${type} ${index}`))]
}

/** What comes whole is not added to, and what is done no more. */
function endedByEvent(event: Json): string[] {
  const { type } = event
  if (typeof type !== 'string' || type.endsWith('delta')) return []
  const own = ownChannel(event)
  return type.endsWith('.done') ? [`${own} `, `${callChannel(event['item_id'])}`, ...itemsOf(event).map(({ id }) => callChannel(id))] : [`${own} ${type}`]
}

function ownChannel({ item_id: item, content_index: content, summary_index: summary, output_index: output }: Json): string {
  return [item, content, summary, output].map(String).join(' ')
}

/** `response.function_call_arguments.delta`, `response.custom_tool_call_input.done`, `response.code_interpreter_call_code.delta`. */
const OF_CALL = /_call_\w+\.(?:delta|done)$/

const GIVEN_WHOLE = ['arguments', 'input', 'code', 'command', 'diff']

/** What a response repeats of its request is none of its words, and items are read by their kind. */
function isElsewhere(_: object, name: string): boolean {
  return name === 'response' || name === 'item' || name === 'obfuscation'
}

/** The items that an event tells of: begun, done, or all of them at the end. */
function itemsOf({ item, response }: Json): Json[] {
  return [...(isJson(item) ? [item] : []), ...(isJson(response) ? objectsOf(response['output']) : [])]
}

function itemDeltas(item: Json, channel: string): TextDelta[] {
  return [
    ...itemTexts(item).map(({ text, replace }, index) => ({ channel: `${channel} ${index}`, text, replace })),
    ...callsWithin(item).filter(holdsSomething).map(call => givenDelta(call, callChannel(item['id']))),
  ]
}

function callChannel(item: unknown): string {
  return `${String(item)} call`
}

/** What came of a tool that the provider runs stands in an answer, too. */
function itemTexts(item: Json): TextPart[] {
  const calls = callsWithin(item)
  const isOfCall = isOfCalls(calls)
  const isResult = (holder: object, name: string) => holder === item && calls.length > 0 && OF_TOOL.has(name)
  return [
    ...answerTexts(item, (holder, name) => isOfCall(holder, name) || isResult(holder, name), blockKind(item['type']) === 'result' ? 'tool' : 'assistant'),
    ...answerTexts(item, (holder, name) => holder === item && !isResult(item, name), 'tool'),
  ]
}

/** Members of a call that hold what came of it. */
const OF_TOOL = new Set(['output', 'outputs', 'result', 'results', 'error', 'tools'])

function tokensOf({ usage }: Json): number | null {
  return isJson(usage) ? numberOf(usage['total_tokens']) : null
}
