import type { IncomingMessage } from 'node:http'
import type { Steps } from '../../platform/steps.ts'
import { readAll } from '../gateway/request/read-all.ts'
import { passedHeaders } from '../gateway/forward.ts'
import type { Json } from '../gateway/protocol/protocol.ts'
import { isJson } from '../gateway/protocol/protocol.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import type { GuardJudgement } from '../judge/verdict.ts'
import type { A2aJudge } from './a2a-judge.ts'
import type { CardBinding, CardEndpoints } from './agent-card.ts'
import { cardEndpoints } from './agent-card.ts'
import { askServer } from './ask-server.ts'
import { CARD_MS } from './defaults.ts'
import type { Found } from './found.ts'
import type { Passage, Sender } from './passage.ts'
import type { RelayedTo } from './relay-answer.ts'
import { refusalOf, RPC_CODE, rpcError } from './rpc.ts'
import { say } from './say.ts'
import type { RemoteServer } from './server.ts'

type Asking = RelayedTo & { readonly request: IncomingMessage }

interface KnownCard {
  readonly endpoints: CardEndpoints | null
  readonly found: Found
  /** The exchange in which it was judged. */
  readonly request: string
  readonly at: number
}

const CARD_PATH = '/.well-known/agent-card.json'

/** The card of an agent: pinned, judged, and shown with this gateway as the place where the agent is asked. */
export class AgentCards {
  readonly #server: RemoteServer
  readonly #judge: A2aJudge
  readonly #passage: Passage
  #known: KnownCard | null = null

  constructor(server: RemoteServer, judge: A2aJudge, passage: Passage) {
    this.#server = server
    this.#judge = judge
    this.#passage = passage
  }

  /** Answers a request for the card. @param here where agents ask instead */
  async answer(asking: Asking, here: string): Promise<void> {
    const { response, sender, request } = asking
    const path = new URL(request.url ?? '/', 'http://gateway').pathname.replace(/^\/a2a\/[^/]+/, '')
    const fetched = await this.#fetch(asking, path).catch((cause: unknown) => messageOf(cause))
    if (typeof fetched === 'string') return say(response, 502, rpcError(null, RPC_CODE.upstream, `${this.#server.name} cannot be asked for its card: ${fetched}`))
    if ('status' in fetched) {
      response.writeHead(fetched.status, { ...passedHeaders(fetched.headers), 'content-length': fetched.body.length })
      return void response.end(fetched.body)
    }
    const { endpoints, found: { judgement, action }, request: named } = await this.#judged(fetched, sender, path)
    if (action === 'block' || endpoints === null) return say(response, isUnknown(judgement) ? 503 : 403, refusalOf(null, judgement, named))
    say(response, 200, endpoints.rewritten(here))
  }

  /** Where the agent is asked; its card is fetched when none is known, and again after a while. @throws Error when there is none */
  async endpoint(asking: Asking, binding: CardBinding): Promise<string> {
    const { endpoints, found: { judgement, action } } = this.#known === null || Date.now() - this.#known.at > CARD_MS ? await this.#anew(asking) : this.#known
    if (endpoints === null || judgement.layer === 'address' || (action === 'block' && isUnknown(judgement))) throw new Error(judgement.reason.en)
    const url = endpoints.urls.get(binding)
    if (url === undefined) throw new Error(`its card names no endpoint of ${binding}`)
    return url
  }

  async #anew(asking: Asking): Promise<KnownCard> {
    const fetched = await this.#fetch(asking, CARD_PATH)
    if ('status' in fetched) throw new Error(`it has no card (${fetched.status})`)
    return this.#judged(fetched, asking.sender, CARD_PATH)
  }

  async #fetch({ signal }: Asking, path: string): Promise<{ readonly card: Json; readonly text: string } | { readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: Buffer }> {
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
    return { card, text }
  }

  /** One that the guard failed at is judged anew when it is asked for again. */
  async #judged({ card, text }: { readonly card: Json; readonly text: string }, sender: Sender, path: string): Promise<KnownCard> {
    const endpoints = cardEndpoints(card)
    const judged = await this.#passage.described(sender, path, () => this.#look(card, endpoints), text)
    const known: KnownCard = { ...judged, endpoints, at: Date.now() }
    if (!isUnknown(judged.found.judgement)) this.#known = known
    return known
  }

  *#look(card: Json, endpoints: CardEndpoints | null): Steps<Found> {
    const found = yield* this.#judge.card(card)
    return found.action === 'block' ? found : this.#placed(endpoints) ?? found
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

/** Whether the guard failed at it. */
function isUnknown({ kind }: GuardJudgement): boolean {
  return kind === 'guard-failed'
}

function address(reason: GuardJudgement['reason']): Found {
  return stopped({ verdict: 'block', layer: 'address', score: 0.9, reason })
}

/** Whatever the policy says: there is nowhere to ask. */
function stopped(judgement: GuardJudgement): Found {
  return { judgement, origin: 'tool', subject: null, action: 'block' }
}
