import type { Json, RequestTexts, TextPart } from './protocol.ts'
import { isJson, objectsOf, partOf } from './protocol.ts'
import { RequestReader } from './request-reader.ts'

/** What the program says by itself: to whom it speaks, how long, in which form. None of it is a text of somebody else's. */
const LEFT_OUT = new Set([
  'model', 'tools', 'functions', 'tool_choice', 'function_call', 'response_format', 'text', 'output_config', 'output_format', 'structured_outputs', 'guided_json', 'guided_regex', 'guided_grammar', 'guided_choice', 'grammar', 'json_schema',
  'chat_template', 'chat_template_kwargs', 'template', 'stop', 'stop_sequences', 'logit_bias', 'include', 'modalities', 'audio', 'mcp_servers', 'stream_options',
])
const MESSAGES = new Set(['messages', 'input'])
const SYSTEM = new Set(['system', 'instructions'])
const CONTENT = new Set(['prompt', 'suffix', 'prediction'])

/** The texts of a request for words in whatever of the languages. One without a text is none that can be judged. */
export function generationTexts(body: Json): RequestTexts {
  const { parts, unread, hasMedia } = askedTexts(body)
  return { parts, unread: unread ?? (parts.length > 0 || hasMedia ? null : { en: 'no text is found in the request', ja: 'リクエストにテキストが見つからない' }) }
}

/** The texts of any request; first those of the members that nobody here knows, since what is said last is said to the model. */
export function askedTexts(body: Json): RequestTexts & { readonly hasMedia: boolean } {
  const reader = new RequestReader()
  reader.spelling(body)
  for (const tool of [...objectsOf(body['tools']), ...objectsOf(body['functions'])]) reader.parts.push(...descriptionsOf(tool))
  const names = Object.keys(body)
  // Of responses the form of the answer, elsewhere a text.
  const isForm = (name: string) => LEFT_OUT.has(name) && !(name === 'text' && typeof body[name] === 'string')
  const isKnown = (name: string) => isForm(name) || MESSAGES.has(name) || SYSTEM.has(name) || CONTENT.has(name)
  for (const name of names.filter(each => SYSTEM.has(each))) reader.content(body, name, 'system')
  for (const name of names.filter(each => !isKnown(each))) reader.others(body, name, name === 'documents' ? 'document' : 'user')
  for (const name of names) {
    if (CONTENT.has(name)) reader.content(body, name, 'user')
    else if (MESSAGES.has(name)) reader.messages(body, name)
  }
  return reader
}

function descriptionsOf(tool: Json): TextPart[] {
  return [tool, tool['function'], tool['custom']].flatMap(each => isJson(each) ? partOf(each, 'description', 'system') : [])
}
