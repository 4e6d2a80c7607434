import type { Json } from './protocol.ts'
import { isJson } from './protocol.ts'

/** A text within a JSON value, where it stands, and how another is put in its place. */
export interface Spot {
  readonly text: string
  /** The member that holds it, or the list that does; of a text that is itself the name of a member, that. */
  readonly member: string
  /** From the value down, with dots. */
  readonly path: string
  readonly holder: Json | unknown[]
  replace(text: string): void
}

/** Members that name, refer or choose: what stands there in the form of a name is no text that a model reads. */
const NAMING = new Set([
  'type', 'id', 'role', 'object', 'model', 'status', 'phase', 'tool_use_id', 'tool_call_id', 'call_id', 'item_id', 'response_id', 'previous_response_id', 'approval_request_id', 'container_id', 'file_id', 'media_type', 'mime_type',
  'format', 'detail', 'ttl', 'effort', 'verbosity', 'encoding', 'finish_reason', 'stop_reason', 'stop_sequence', 'service_tier', 'truncation', 'user', 'safety_identifier', 'prompt_cache_key', 'prompt_cache_retention', 'system_fingerprint',
])
const NAME = /^[\w.:/+-]{0,200}$/

/** Members that hold what only their maker can read: thoughts of models between two requests. */
const SEALED = new Set(['signature', 'thought_signature', 'encrypted_content', 'encrypted_index', 'encrypted_stdout'])
const LETTERS_OF_BASE64 = /^[\w+/=-]*$/

/** Members that tell how a text came about, not what it says. */
const ABOUT = new Set(['logprobs'])

/** A plain name of a member; whatever else stands there may be meant to be read. */
const PLAIN_NAME = /^[\x21-\x7e]{0,80}$/

/** Characters of a path; what is nested deeper goes by the same. */
const LONGEST_PATH = 500

/**
 * Every text within a value, in its order, whatever the depth: without a stack of calls.
 *
 * @param isLeftOut members that are read otherwise, with all that is within them
 */
export function spotsIn(value: unknown, isLeftOut: (holder: object, member: string) => boolean = () => false): Spot[] {
  const spots: Spot[] = []
  const waiting: Waiting[] = membersOf(value, '').reverse()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { holder, name, path } = next
    const within = Array.isArray(holder) ? holder[Number(name)] : holder[name]
    if (!Array.isArray(holder) && (ABOUT.has(name) || isLeftOut(holder, name))) continue
    if (!Array.isArray(holder) && !PLAIN_NAME.test(name)) spots.push(nameSpot(next))
    if (typeof within === 'string') {
      if (isText(name, within)) spots.push({ text: within, member: Array.isArray(holder) ? next.member : name, path, holder, replace: other => put(next, other) })
    } else for (const each of membersOf(within, `${path}.`, Array.isArray(holder) ? next.member : name).reverse()) waiting.push(each)
  }
  return spots
}

interface Waiting {
  readonly holder: Json | unknown[]
  readonly name: string
  /** The nearest name above. */
  readonly member: string
  readonly path: string
}

function membersOf(value: unknown, above: string, member = ''): Waiting[] {
  const path = (name: string) => (above.length > LONGEST_PATH ? above : above + name)
  if (Array.isArray(value)) return value.map((_, index) => ({ holder: value, name: String(index), member, path: path(String(index)) }))
  return isJson(value) ? Object.keys(value).map(name => ({ holder: value, name, member, path: path(name) })) : []
}

function put({ holder, name }: Waiting, text: string): void {
  if (Array.isArray(holder)) holder[Number(name)] = text
  else holder[name] = text
}

/** The name of a member, as a text; what it names follows it. */
function nameSpot({ holder, name, path }: Waiting): Spot {
  return {
    text: name, member: name, path: `${path} `, holder,
    replace(other) {
      if (Array.isArray(holder)) return
      holder[other] = holder[name]
      delete holder[name]
    },
  }
}

function isText(name: string, text: string): boolean {
  return text !== '' && !(NAMING.has(name) && NAME.test(text)) && !(SEALED.has(name) && LETTERS_OF_BASE64.test(text))
}
