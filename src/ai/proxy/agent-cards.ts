import type { IncomingMessage } from 'node:http'
import { readAll } from '../gateway/read-all.ts'
import { passedHeaders } from '../gateway/forward.ts'
import { isJson } from '../gateway/protocol/protocol.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import type { GuardJudgement } from '../judge/verdict.ts'
import type { A2aJudge } from './a2a-judge.ts'
import type { CardBinding, CardEndpoints } from './agent-card.ts'
import { cardEndpoints } from './agent-card.ts'
import { askServer } from './ask-server.ts'
import { CARD_MS } from './defaults.ts'
import type { Found } from './found.ts'
import type { Passage } from './passage.ts'
import type { RelayedTo } from './relay-answer.ts'
import { refusalOf, RPC_CODE, rpcError } from './rpc.ts'
import { say } from './say.ts'
import type { RemoteServer } from './server.ts'

type Asking = RelayedTo & { readonly request: IncomingMessage }

interface FetchedCard {
  readonly endpoints: CardEndpoints | null
  readonly found: Found
  readonly text: string
  readonly at: number
}

const CARD_PATH = '/.well-known/agent-card.json'

/** The card of an agent: pinned, judged, and shown with this gateway as the place where the agent is asked. */
export class AgentCards {
  readonly #server: RemoteServer
  readonly #judge: A2aJudge
  readonly #passage: Passage
  #known: FetchedCard | null = null

  constructor(server: RemoteServer, judge: A2aJudge, passage: Passage) {
    this.#server = server
    this.#judge = judge
    this.#passage = passage
  }

  /** Answers a request for the card. @param here where agents ask instead */
  async answer(asking: Asking, here: string): Promise<void> {
    const { response, sender, request } = asking
    const path = new URL(request.url ?? '/', 'http://gateway').pathname.replace(/^\/a2a\/[^/]+/, '')
    const card = await this.#fetch(asking, path).catch((cause: unknown) => messageOf(cause))
    if (typeof card === 'string') return say(response, 502, rpcError(null, RPC_CODE.upstream, `${this.#server.name} cannot be asked for its card: ${card}`))
    if ('status' in card) {
      response.writeHead(card.status, { ...passedHeaders(card.headers), 'content-length': card.body.length })
      return void response.end(card.body)
    }
    const request_ = await this.#passage.described(sender, path, card.found, card.text)
    const { judgement, action } = card.found
    if (action === 'block' || card.endpoints === null) return say(response, 403, refusalOf(null, judgement.reason, judgement.layer, request_))
    say(response, 200, card.endpoints.rewritten(here))
  }

  /** Where the agent is asked; its card is fetched when none is known, and again after a while. @throws Error when there is none */
  async endpoint(asking: Asking, binding: CardBinding): Promise<string> {
    if (this.#known === null || Date.now() - this.#known.at > CARD_MS) {
      const card = await this.#fetch(asking, CARD_PATH)
      if ('status' in card) throw new Error(`it has no card (${card.status})`)
      await this.#passage.described(asking.sender, CARD_PATH, card.found, card.text)
    }
    const { endpoints, found: { judgement } } = this.#known!
    if (endpoints === null || judgement.layer === 'address') throw new Error(judgement.reason.en)
    const url = endpoints.urls.get(binding)
    if (url === undefined) throw new Error(`its card names no endpoint of ${binding}`)
    return url
  }

  async #fetch({ signal }: Asking, path: string): Promise<FetchedCard | { readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: Buffer }> {
    const answer = await askServer(this.#server, { method: 'GET', url: `${this.#server.url.replace(/\/+$/, '')}${path}`, headers: { accept: 'application/json' }, body: null, signal })
    const body = await readAll(answer)
    if (body === null) {
      answer.destroy()
      throw new Error('its card is too large')
    }
    if (answer.statusCode !== 200) return { status: answer.statusCode ?? 502, headers: answer.headers, body }
    const text = body.toString('utf8')
    const card: unknown = JSON.parse(text)
    if (!isJson(card)) throw new Error('its card is no JSON object')
    const endpoints = cardEndpoints(card)
    const found = this.#judge.card(card)
    const known: FetchedCard = { endpoints, found: found.action === 'block' ? found : this.#placed(endpoints) ?? found, text, at: Date.now() }
    this.#known = known
    return known
  }

  /** A card that names another host would have messages, and the key, sent there. */
  #placed(endpoints: CardEndpoints | null): Found | null {
    if (endpoints === null) return stopped({ verdict: 'block', layer: 'form', score: 0.5, reason: { en: 'the card names no endpoint of JSON-RPC or HTTP+JSON', ja: 'カードに JSON-RPC と HTTP+JSON のエンドポイントがない' } })
    return [...endpoints.urls.values()].map(url => this.#isPlaced(url)).find(found => found !== null) ?? null
  }

  #isPlaced(url: string): Found | null {
    if (!URL.canParse(url)) return address({ en: 'the endpoint in the card cannot be read', ja: 'カードのエンドポイントを解釈できない' })
    const { origin, hostname, protocol } = new URL(url)
    const own = new URL(this.#server.url)
    if (origin === own.origin) return null
    const isNamed = this.#server.hosts.some(host => hostname === host || hostname.endsWith(`.${host}`))
    if (isNamed && (protocol === 'https:' || protocol === own.protocol)) return null
    return address({ en: `the card names an endpoint elsewhere (${hostname}); if that is meant, name it under hosts`, ja: `カードのエンドポイントが別のホストにある（${hostname}）。意図したものなら hosts に加える` })
  }
}

function address(reason: GuardJudgement['reason']): Found {
  return stopped({ verdict: 'block', layer: 'address', score: 0.9, reason })
}

/** Whatever the policy says: there is nowhere to ask. */
function stopped(judgement: GuardJudgement): Found {
  return { judgement, origin: 'tool', subject: null, action: 'block' }
}
