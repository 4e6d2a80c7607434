import type { Json } from '../gateway/protocol/protocol.ts'
import { isJson } from '../gateway/protocol/protocol.ts'
import { jsonObject, RPC_CODE, rpcKind, rpcMessage } from './rpc.ts'

/** How HTTP carries answers: as messages of JSON-RPC, or bare (A2A, “HTTP+JSON/REST Protocol Binding”). Both are judged as messages. */
export interface Envelope {
  /** The message in a body; null where there is none. */
  read(body: string, status: number): Json | null
  /** The message in an event of a stream; null where there is none. */
  event(data: Json): Json | null
  /** What is sent instead of a message. */
  carried(message: Json): Json
  /** The status of an answer of our own. @param otherwise where the way of carrying it asks for none */
  status(message: Json, otherwise: number): number
}

export const RPC_ENVELOPE: Envelope = {
  read: rpcMessage,
  event: data => rpcKind(data) === null ? null : data,
  carried: message => message,
  status: (_, otherwise) => otherwise,
}

/** What stands for the id of a request that has none: each has a connection of its own. */
export const BARE_ID = 'bare'

/** Of A2A over HTTP without JSON-RPC: a result is the body itself; errors are a `google.rpc.Status` (1.0, §11.6). */
export const BARE_ENVELOPE: Envelope = {
  read(body, status) {
    const value = jsonObject(body)
    return value === null ? null : answer(status < 400 ? { result: value } : { error: value })
  },
  event: data => answer({ result: data }),
  carried(message) {
    if (!('error' in message)) return isJson(message['result']) ? message['result'] : {}
    const error = isJson(message['error']) ? message['error'] : {}
    return isOurs(error) ? statusOf(error) : error
  },
  status(message, otherwise) {
    const error = isJson(message['error']) ? message['error'] : {}
    return isOurs(error) ? HTTP[String(error['code'])]!.code : otherwise
  },
}

function answer(member: Json): Json {
  return { jsonrpc: '2.0', id: BARE_ID, ...member }
}

/** By HTTP's codes and those of `google.rpc.Code`. */
const HTTP: Readonly<Record<string, { readonly code: number; readonly status: string }>> = {
  [RPC_CODE.parse]: { code: 400, status: 'INVALID_ARGUMENT' }, [RPC_CODE.request]: { code: 400, status: 'INVALID_ARGUMENT' }, [RPC_CODE.mismatch]: { code: 400, status: 'INVALID_ARGUMENT' },
  [RPC_CODE.refused]: { code: 403, status: 'PERMISSION_DENIED' }, [RPC_CODE.upstream]: { code: 502, status: 'UNAVAILABLE' }, [RPC_CODE.failed]: { code: 503, status: 'UNAVAILABLE' },
}

/** An error of JSON-RPC that was made here, and is none that the agent sent. */
function isOurs({ code, message }: Json): boolean {
  return typeof code === 'number' && String(code) in HTTP && typeof message === 'string' && message.startsWith('noroshi: ')
}

function statusOf({ code, message, data }: Json): Json {
  const metadata = isJson(data) ? { metadata: Object.fromEntries(Object.entries(data).map(([name, value]) => [name, String(value)])) } : {}
  return { error: { ...HTTP[String(code)], message, details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'STOPPED_BY_NOROSHI', domain: 'noroshi', ...metadata }] } }
}
