/** Members by which a request says something; a reader that does not tell capitals from small letters (Go's `encoding/json`) takes others for them. */
const MEMBERS = [
  'messages', 'input', 'prompt', 'system', 'instructions', 'suffix', 'prediction', 'documents', 'stream', 'n', 'best_of', 'max_tokens', 'max_completion_tokens', 'max_output_tokens', 'previous_response_id', 'tools', 'functions',
  'role', 'content', 'type', 'text', 'name', 'source', 'title', 'context', 'data', 'output', 'image_url', 'file', 'file_data', 'tool_calls', 'function_call', 'function', 'custom', 'arguments', 'refusal', 'variables',
]

const BY_FOLDED = new Set(MEMBERS)

/** The first name of a member that only another reader takes for one that is known; null: there is none. */
export function misspeltMember(holder: object): string | null {
  return Object.keys(holder).find(name => !BY_FOLDED.has(name) && BY_FOLDED.has(folded(name))) ?? null
}

/** Small letters, and those that Go folds to them: the long s and the sign of Kelvin. */
function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}
