import { isCalling } from './call-shapes.ts'

/**
 * What a part of a message is for whoever reads it: a text of whoever speaks; a document, of which nobody knows who wrote it; what a tool gave back; the call of
 * one; a picture, sound or film.
 */
export type BlockKind = 'text' | 'document' | 'result' | 'call' | 'media'

const KINDS: readonly (readonly [BlockKind, readonly string[]])[] = [
  ['text', [
    'text', 'input_text', 'output_text', 'summary_text', 'reasoning_text', 'refusal', 'thinking', 'redacted_thinking', 'reasoning', 'message', 'content', 'item_reference', 'compaction', 'mcp_approval_response', 'agent_message',
  ]],
  ['document', ['document', 'search_result', 'file', 'input_file', 'container_upload']],
  ['result', ['mcp_list_tools', 'tool_reference', 'logs']],
  ['media', ['image', 'image_url', 'input_image', 'audio', 'audio_url', 'input_audio', 'output_audio', 'video', 'video_url', 'input_video', 'computer_screenshot']],
]

const KIND_OF: ReadonlyMap<string, BlockKind> = new Map(KINDS.flatMap(([kind, types]) => types.map(type => [type, kind])))

/** `tool_result`, `web_search_tool_result`, `function_call_output`, `text_editor_code_execution_tool_result_error`, and what follows them. */
const RESULT = /_(?:result|results|output|error)$/

/** Null: of a type that nobody here knows. One without a type is a text. */
export function blockKind(type: unknown): BlockKind | null {
  if (type === undefined || type === null) return 'text'
  if (typeof type !== 'string') return null
  return KIND_OF.get(type) ?? (isCalling(type) ? 'call' : RESULT.test(type) ? 'result' : null)
}
