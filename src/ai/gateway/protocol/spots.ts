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
 * Every text within a value, in its order, whatever the depth: without a stack of calls, and one by one, since of millions of numbers or texts none may take more of the memory than it has.
 *
 * @param isLeftOut members that are read otherwise, with all that is within them
 */
export function* spotsIn(value: unknown, isLeftOut: (holder: object, member: string) => boolean = () => false): Generator<Spot> {
  const opened = openedAt(value, '', '')
  while (opened.length > 0) {
    const open = opened.at(-1)!
    const at = open.at++
    if (at >= open.length) {
      opened.pop()
      continue
    }
    const { holder, above } = open
    const isMember = !Array.isArray(holder)
    // Long lists of numbers are mostly vectors.
    if (!isMember && typeof holder[at] !== 'string' && typeof holder[at] !== 'object') continue
    const name = open.names === null ? String(at) : open.names[at]!
    const within = isMember ? holder[name] : holder[at]
    if (isMember && (ABOUT.has(name) || isLeftOut(holder, name))) continue
    const path = above.length > LONGEST_PATH ? above : above + name
    if (isMember && !PLAIN_NAME.test(name)) yield nameSpot({ holder, name, path })
    if (typeof within === 'string') {
      if (isText(name, within)) yield { text: within, member: isMember ? name : open.member, path, holder, replace: other => put({ holder, name }, other) }
    } else opened.push(...openedAt(within, `${path}.`, isMember ? name : open.member))
  }
}

/** A list or an object that is gone through. */
interface Opened {
  readonly holder: Json | unknown[]
  /** Of an object. */
  readonly names: readonly string[] | null
  readonly length: number
  at: number
  /** The nearest name above. */
  readonly member: string
  readonly above: string
}

function openedAt(value: unknown, above: string, member: string): Opened[] {
  if (Array.isArray(value)) return [{ holder: value, names: null, length: value.length, at: 0, member, above }]
  if (!isJson(value)) return []
  const names = Object.keys(value)
  return [{ holder: value, names, length: names.length, at: 0, member, above }]
}

function put({ holder, name }: Pick<Named, 'holder' | 'name'>, text: string): void {
  if (Array.isArray(holder)) holder[Number(name)] = text
  else holder[name] = text
}

interface Named {
  readonly holder: Json | unknown[]
  readonly name: string
  readonly path: string
}

/** The name of a member, as a text; what it names follows it. */
function nameSpot({ holder, name, path }: Named): Spot {
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
