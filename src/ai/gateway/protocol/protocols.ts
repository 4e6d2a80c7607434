import { ANTHROPIC_MESSAGES } from './anthropic-messages.ts'
import { OPENAI_CHAT } from './openai-chat.ts'
import { OPENAI_RESPONSES } from './openai-responses.ts'
import { OPENAI_TEXTS } from './openai-texts.ts'
import { plainPath } from './plain-path.ts'
import type { Protocol } from './protocol.ts'

/** What is spoken at a path; null where nothing is known to be asked of a model, such as the list of models. */
export function protocolAt(written: string): Protocol | null {
  const path = plainPath(written).toLowerCase()
  if (isCounting(path)) return path.endsWith('/count_tokens') ? MESSAGES_COUNTED : RESPONSES_COUNTED
  if (path.endsWith('/chat/completions')) return OPENAI_CHAT
  if (path.endsWith('/responses')) return OPENAI_RESPONSES
  if (path.endsWith('/messages')) return ANTHROPIC_MESSAGES
  return /\/(?:embeddings|completions|moderations)$/.test(path) ? OPENAI_TEXTS : null
}

/** Whether a path only asks how many tokens a request would have: of the request as it would be sent, which costs nothing. */
export function isCounting(path: string): boolean {
  return /\/(?:messages\/count_tokens|responses\/input_tokens)$/i.test(plainPath(path))
}

const MESSAGES_COUNTED: Protocol = { ...ANTHROPIC_MESSAGES, limitNames: () => [] }

const RESPONSES_COUNTED: Protocol = { ...OPENAI_RESPONSES, limitNames: () => [] }
