import type { BegunTool, CalledTool, Json } from './protocol.ts'
import { isJson, objectsOf } from './protocol.ts'

/** The call of a tool, where it stands. */
export interface Call extends Given {
  readonly name: string
  /** What the upstream calls it by; nothing where it does not. */
  readonly id: unknown
}

/** What a call is given, or a piece of it. */
export interface Given {
  readonly holder: Json
  /** The member that holds it; null: none does. */
  readonly given: string | null
  /** The place of the call in its message, as that says. */
  readonly index: unknown
}

/** What calls are given, by the names of the member in every protocol that is spoken here. */
const GIVEN = ['arguments', 'input', 'action', 'operation', 'queries', 'code', 'parameters', 'args', 'actions', 'commands']

/** Types of blocks that call: `tool_use`, `server_tool_use`, `mcp_tool_use`, `function_call`, `custom_tool_call`, `mcp_call`, `local_shell_call`, and what follows them. */
const CALLING = /^(.+?)_(?:call|use|approval_request)$/

/** Every call that a message, an item or a block holds: its own, those of a chat (`tool_calls` of every type, and the `function_call` before them), and those among its parts. */
export function callsWithin(message: Json): Call[] {
  const own = callOfBlock(message)
  const calls = chatCalls(message).flatMap(({ call, index }) => {
    const holder = [call, ...Object.values(call).filter(isJson)].find(each => typeof each['name'] === 'string')
    return holder === undefined ? [] : [callIn(holder, String(holder['name']), { index, id: call['id'] })]
  })
  return [...(own === null ? [] : [own]), ...calls, ...objectsOf(message['content']).map(callOfBlock).filter(each => each !== null)]
}

/** What a piece of a message gives to calls, which may have been named before. */
export function givenWithin(delta: Json): Given[] {
  const holders = chatCalls(delta).flatMap(({ call, index }) => [call, ...Object.values(call).filter(isJson)].map(holder => ({ holder, index })))
  const blocks = objectsOf(delta['content']).filter(({ type }) => isCalling(type)).map(holder => ({ holder, index: holder['index'] }))
  return [...holders, ...blocks].map(({ holder, index }) => ({ holder, index, given: givenIn(holder) })).filter(holdsSomething)
}

/** Whether it is given anything yet; pieces of it mostly follow an empty text or object. */
export function holdsSomething({ holder, given }: Given): boolean {
  return given !== null && holder[given] !== '' && !(isJson(holder[given]) && Object.keys(holder[given]).length === 0)
}

/** What of a message is read as its calls, and so is none of its words. */
export function isOfCalls(calls: readonly (Given & Partial<Pick<Call, 'name'>>)[]): (holder: object, member: string) => boolean {
  const named = new Set<object>(calls.filter(({ name }) => name !== undefined).map(({ holder }) => holder))
  const given = new Map<object, string | null>(calls.map(each => [each.holder, each.given]))
  return (holder, member) => given.get(holder) === member || (member === 'name' && named.has(holder))
}

function chatCalls(message: Json): { readonly call: Json; readonly index: unknown }[] {
  const { tool_calls: calls, function_call: single } = message
  return [...objectsOf(isJson(calls) ? [calls] : calls).map(call => ({ call, index: call['index'] })), ...(isJson(single) ? [{ call: single, index: 'function' }] : [])]
}

/** The call that a block or an item is; one without a name is known by its type, such as `local_shell`. */
function callOfBlock(block: Json): Call | null {
  const [, kind] = typeof block['type'] === 'string' ? CALLING.exec(block['type']) ?? [] : []
  return kind === undefined ? null : callIn(block, typeof block['name'] === 'string' ? block['name'] : kind, { index: block['index'], id: block['id'] ?? block['call_id'] })
}

export function isCalling(type: unknown): boolean {
  return typeof type === 'string' && CALLING.test(type)
}

/** Members of a call that are what it is given, not what came of it. */
export function isGiven(name: string): boolean {
  return GIVEN.includes(name)
}

function callIn(holder: Json, name: string, { index, id }: Pick<Call, 'index' | 'id'>): Call {
  return { name, holder, given: givenIn(holder), index, id }
}

function givenIn(holder: Json): string | null {
  const there = GIVEN.filter(each => holder[each] !== undefined && holder[each] !== null)
  return there.find(each => holder[each] !== '') ?? there[0] ?? null
}

/** By what the upstream calls it, where that is a name. */
export function calledBy({ id }: Call): Pick<BegunTool, 'call'> {
  return typeof id === 'string' && id !== '' ? { call: id } : {}
}

/** The same as it is judged: texts as they stand, all else as JSON. */
export function calledTool(call: Call): CalledTool {
  const { text, replace } = givenText(call)
  return { name: call.name, arguments: text, replace }
}

/** What a call is given, as the model wrote it. */
export function givenText({ holder, given }: Given): { readonly text: string; replace(text: string): void } {
  if (given === null) return { text: '', replace: () => {} }
  const value = holder[given]
  if (typeof value === 'string') return { text: value, replace: other => { holder[given] = other } }
  return { text: JSON.stringify(value), replace: other => { holder[given] = parsedOr(other) } }
}

/** What was put out may have taken a sign of the JSON with it. */
function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
