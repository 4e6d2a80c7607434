import type { Json } from '../gateway/protocol/protocol.ts'
import { BARE_ID } from './envelope.ts'

/** A request of A2A that its address and method name (1.0, §11.3; 0.3, §3.5.6). */
export interface BareCall {
  /** As JSON-RPC has it (1.0). */
  readonly method: string
  /** What the address says, beside the body. */
  readonly params: Json
}

const TASK = '/tasks/(?<id>[^/:]+)'
const HOOKS = '/tasks/(?<taskId>[^/:]+)/pushNotificationConfigs'

/** A tenant may stand before each path (1.0), or `v1` (0.3). */
const CALLS: readonly { readonly verbs: readonly string[]; readonly path: RegExp; readonly method: string }[] = [
  call(['POST'], '/message:send', 'SendMessage'), call(['POST'], '/message:stream', 'SendStreamingMessage'),
  call(['GET'], '/tasks', 'ListTasks'), call(['GET'], TASK, 'GetTask'), call(['POST'], `${TASK}:cancel`, 'CancelTask'),
  // The text of 1.0 has POST, its Protobuf definition GET.
  call(['GET', 'POST'], `${TASK}:subscribe`, 'SubscribeToTask'),
  call(['POST'], HOOKS, 'CreateTaskPushNotificationConfig'), call(['GET'], HOOKS, 'ListTaskPushNotificationConfigs'),
  call(['GET'], `${HOOKS}/(?<id>[^/:]+)`, 'GetTaskPushNotificationConfig'), call(['DELETE'], `${HOOKS}/(?<id>[^/:]+)`, 'DeleteTaskPushNotificationConfig'),
  call(['GET'], '/extendedAgentCard', 'GetExtendedAgentCard'), call(['GET'], '/card', 'GetExtendedAgentCard'),
]

/** @param path below the place where the agent is asked. @returns null for what is none, or has names that cannot be decoded */
export function bareCall(verb: string, path: string, query: URLSearchParams): BareCall | null {
  for (const { verbs, path: expected, method } of CALLS) {
    const { groups } = expected.exec(path) ?? {}
    if (groups === undefined || !verbs.includes(verb)) continue
    const named = Object.entries(groups).map(([name, value]) => [name, value === undefined ? undefined : decoded(value)] as const)
    if (named.some(([, value]) => value === null)) return null
    const asked = [...new Set(query.keys())].map(name => [name, query.getAll(name).join(', ')] as const)
    return { method, params: Object.fromEntries([...asked, ...named.filter(([, value]) => value !== undefined)]) }
  }
  return null
}

/** The message that is judged in its place. @param body empty where there is none */
export function bareMessage({ method, params }: BareCall, body: Json): Json {
  // Neither hides the other.
  return { jsonrpc: '2.0', id: BARE_ID, method, params: Object.keys(params).length === 0 ? body : { ...(Object.keys(body).length === 0 ? {} : { body }), address: params } }
}

function call(verbs: readonly string[], path: string, method: string) {
  return { verbs, path: new RegExp(`^(?:/(?<tenant>[^/:]+))?${path}$`), method }
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}
