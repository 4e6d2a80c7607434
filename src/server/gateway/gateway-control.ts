import type { Application } from '../../ai/gateway/application/application.ts'
import { policiesOf } from '../../ai/gateway/application/applications-of.ts'
import { MOST_QUESTIONS } from '../../ai/gateway/defaults.ts'
import type { GatewayPolicy } from '../../ai/gateway/policy/policy.ts'
import { policySchema } from '../../ai/gateway/policy/policy.ts'
import { QuestionDesk } from '../../ai/gateway/question/questions.ts'
import { openGuard } from '../../ai/index.ts'
import type { Guard } from '../../ai/judge/guard.ts'
import type { GatewayConfiguration } from '../../platform/config/gateway-schemas.ts'
import type { Log } from '../../platform/log.ts'
import { keptPolicies } from '../../store/gateway/kept-policy.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { KeptExceptions } from './kept-exceptions.ts'

/** An application with its policies: as configured, and as a person wants it. */
export interface ApplicationPolicies {
  readonly name: string
  /** What its configuration says beside the policy. */
  readonly limits: Pick<GatewayConfiguration['applications'][number], 'upstream' | 'packages' | 'requestsPerMinute' | 'tokensPerDay' | 'judge' | 'judgesAnswers' | 'unreadable' | 'audit' | 'confirmed' | 'tools' | 'hosts' | 'canaries'>
  readonly configured: GatewayPolicy
  readonly kept: { readonly policy: GatewayPolicy; readonly reason: string; readonly person: string; readonly at: Date } | null
}

/** What people say to the gateway that runs with the server. */
export class GatewayControl {
  readonly configuration: GatewayConfiguration
  readonly exceptions: KeptExceptions
  /** What waits for a person. */
  readonly desk = new QuestionDesk({ most: MOST_QUESTIONS })
  /** By name. */
  readonly policies: ReadonlyMap<string, GatewayPolicy>
  readonly #ledger: Ledger
  #kept: ReadonlyMap<string, NonNullable<ApplicationPolicies['kept']>> = new Map()
  #guard: Guard | null = null

  /** @throws NoroshiError `bad-configuration` */
  static async open(configuration: GatewayConfiguration, ledger: Ledger, log: Log): Promise<GatewayControl> {
    const control = new GatewayControl(configuration, ledger, await KeptExceptions.open(ledger, log))
    await control.refreshPolicies()
    return control
  }

  private constructor(configuration: GatewayConfiguration, ledger: Ledger, exceptions: KeptExceptions) {
    this.configuration = configuration
    this.exceptions = exceptions
    this.policies = policiesOf(configuration.policies)
    this.#ledger = ledger
  }

  /** Opened when it is first needed. */
  get guard(): Guard {
    this.#guard ??= openGuard()
    return this.#guard
  }

  get applications(): ApplicationPolicies[] {
    return this.configuration.applications.map(({ name, policy, ...limits }) => ({ name, limits, configured: this.policies.get(policy)!, kept: this.#kept.get(name) ?? null }))
  }

  /** What holds for an application now. */
  readonly policyOf = ({ name, policy }: Pick<Application, 'name' | 'policy'>): GatewayPolicy => this.#kept.get(name)?.policy ?? policy

  /** After a change. One that this version does not understand any more does not hold. */
  async refreshPolicies(): Promise<void> {
    this.#kept = new Map((await keptPolicies(this.#ledger)).flatMap(({ application, policy, ...rest }) => {
      const read = policySchema.safeParse(policy)
      return read.success ? [[application, { policy: read.data, ...rest }] as const] : []
    }))
  }

  /** After the gateway. */
  async close(): Promise<void> {
    this.desk.close()
    await this.exceptions.close()
  }
}
