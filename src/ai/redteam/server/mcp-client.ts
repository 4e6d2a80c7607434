import { setTimeout as pause } from 'node:timers/promises'
import type { Json } from '../../gateway/protocol/protocol.ts'
import { isJson, objectsOf } from '../../gateway/protocol/protocol.ts'

/** A tool as a server describes it. */
export interface ServerTool {
  readonly name: string
  /** All that is said of it. */
  readonly described: Json
}

/** What came of one call. */
export interface ServerAnswer {
  readonly text: string
  /** A filter before the server refused. */
  readonly isFiltered: boolean
}

/** Carries one message and its answer. */
export interface McpChannel {
  readonly name: string
  /** Whether the server runs here, so that what is planted here can be reached. */
  readonly isHere: boolean
  /** @throws Error when there is no answer */
  ask(message: Json): Promise<Json>
  tell(message: Json): Promise<void>
  /** Asks as somebody who must not: without a key, from a page of another origin; null where neither means anything. */
  askAsStranger(message: Json): Promise<readonly { readonly as: string; readonly isAnswered: boolean }[] | null>
  close(): Promise<void>
}

export interface ChannelOptions {
  /** For one answer. */
  readonly timeoutMs?: number | undefined
  /** Breaks off what is being asked. */
  readonly stop?: AbortSignal | undefined
}

const META = { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientInfo': { name: 'noroshi-redteam', version: '1' }, 'io.modelcontextprotocol/clientCapabilities': {} } }
const MOST_PAGES = 20
/** More than any model is given. */
const MOST_TOOLS = 1_000
/** Some older servers answer nothing before the handshake. */
const DISCOVER_MS = 5_000
const REFUSED_BY_PROXY = -32_010

/** Speaks with a server of tools: without sessions (revision 2026-07-28) where it can, else with a handshake (2025-11-25). */
export class McpClient {
  readonly channel: McpChannel
  #last = 0
  #isStateless = false

  static async open(channel: McpChannel): Promise<McpClient> {
    const client = new McpClient(channel)
    const asked = client.#ask('server/discover', META)
    const silence = new AbortController()
    const discovered = await Promise.race([asked, pause(DISCOVER_MS, null, { signal: silence.signal }).catch(() => null)]).finally(() => silence.abort())
    // It may still fail when its time is over.
    if (discovered === null) void asked.catch(() => {})
    client.#isStateless = isJson(discovered?.['result'])
    if (client.#isStateless) return client
    await client.#ask('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'noroshi-redteam', version: '1' } })
    await channel.tell({ jsonrpc: '2.0', method: 'notifications/initialized' })
    return client
  }

  private constructor(channel: McpChannel) {
    this.channel = channel
  }

  /** @throws Error when it does not list */
  async tools(): Promise<ServerTool[]> {
    const tools: ServerTool[] = []
    let cursor: unknown
    for (let page = 0; page < MOST_PAGES; page++) {
      const { result, error } = await this.#ask('tools/list', { ...this.#meta(), ...(cursor === undefined ? {} : { cursor }) })
      if (!isJson(result)) throw new Error(`it does not list its tools: ${JSON.stringify(error).slice(0, 200)}`)
      tools.push(...objectsOf(result['tools']).map(described => ({ name: String(described['name']), described })))
      if (tools.length > MOST_TOOLS) throw new Error(`it lists more than ${MOST_TOOLS} tools, which no model is given`)
      cursor = result['nextCursor']
      if (typeof cursor !== 'string') break
    }
    return tools
  }

  async call(name: string, given: Json): Promise<ServerAnswer> {
    const { result, error } = await this.#ask('tools/call', { name, arguments: given, ...this.#meta() })
    const isFiltered = isJson(error) && error['code'] === REFUSED_BY_PROXY
    return { text: allText(result ?? error), isFiltered }
  }

  /** A question that any server of tools answers. */
  listing(): Json {
    return { jsonrpc: '2.0', id: ++this.#last, method: 'tools/list', params: this.#meta() }
  }

  #meta(): Json {
    return this.#isStateless ? META : {}
  }

  #ask(method: string, params: Json): Promise<Json> {
    return this.channel.ask({ jsonrpc: '2.0', id: ++this.#last, method, params })
  }
}

function allText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return String(value ?? '')
  return Object.values(value).map(allText).join('\n')
}
