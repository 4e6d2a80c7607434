import type { Steps } from '../../platform/steps.ts'
import type { ToolCall } from '../egress/boundary-part.ts'
import type { ToolPolicy } from '../gateway/application/application.ts'
import { actionOf } from '../gateway/policy/policy.ts'
import type { Guard } from '../judge/guard.ts'
import type { GuardJudgement } from '../judge/verdict.ts'
import type { Conversation } from './conversation.ts'
import type { Found } from './found.ts'
import { descriptionSteps } from './judge-description.ts'
import type { Incoming } from './judge-incoming.ts'
import { judgeIncoming } from './judge-incoming.ts'
import type { Outgoing } from './judge-outgoing.ts'
import { judgeOutgoing } from './judge-outgoing.ts'
import { described } from './pin/described.ts'
import type { PinKind } from './pin/pin-entry.ts'
import type { Pins } from './pin/pins.ts'
import type { ForeignTool } from './pin/shadowing.ts'
import type { ProxiedServer } from './server.ts'

/** What is looked for in the messages of one server, whatever protocol carries them. */
export class ServerLook {
  readonly server: ProxiedServer
  readonly guard: Guard
  readonly pins: Pins
  readonly #tools: ToolPolicy

  /** @param tools what the tools of all servers do, each under its server's name */
  constructor(guard: Guard, server: ProxiedServer, pins: Pins, tools: ToolPolicy) {
    this.guard = guard
    this.server = server
    this.pins = pins
    this.#tools = tools
  }

  outgoing(outgoing: Outgoing): Promise<Found[]> {
    return judgeOutgoing(this.guard, outgoing, this.server)
  }

  /** What speaks against a call because of what came before it. @param tool as the server names it */
  call(tool: string, call: ToolCall, conversation: Conversation, isLifted: (found: Found) => boolean): Found[] {
    const { name, tools: { third }, confirmed } = this.server
    return conversation.judge(`${name}/${tool}`, call, { tools: { ...this.#tools, third }, confirmed: confirmed.map(each => `${name}/${each}`) }, isLifted)
  }

  /** @returns what the server said without what the policy does not let through as it is */
  incoming(value: unknown, isLifted: (found: Found) => boolean): Steps<Incoming> {
    return judgeIncoming(this.guard, value, { isLifted, isStopped: judgement => this.#offered(judgement).verdict === 'block', findsSuspects: this.#tools.outside.length > 0 })
  }

  /**
   * Judges a description and pins it. Where the policy has a person asked, it is stopped until one accepts it: lists are not held.
   *
   * @param findings what speaks against it beside its words
   */
  *description(kind: PinKind, name: string, value: unknown, { foreign = [], findings = [] }: { readonly foreign?: readonly ForeignTool[]; readonly findings?: readonly GuardJudgement[] } = {}): Steps<Found> {
    const against = [...findings, ...yield* descriptionSteps(this.guard, name, value, foreign)].map(each => this.#offered(each))
    const judgement = this.#offered(this.pins.look(described(kind, name, value), against))
    return { judgement, origin: 'tool', subject: null, action: judgement.verdict }
  }

  /** Offered as it is, or stopped: nothing can be put out of it, and lists are not held for a person. */
  #offered(judgement: GuardJudgement): GuardJudgement {
    const action = actionOf(this.server.policy, judgement)
    return { ...judgement, verdict: action === 'allow' || action === 'flag' ? action : 'block' }
  }
}
