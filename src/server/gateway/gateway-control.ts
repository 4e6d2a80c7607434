import { MOST_QUESTIONS } from '../../ai/gateway/defaults.ts'
import { QuestionDesk } from '../../ai/gateway/question/questions.ts'
import type { GatewayConfiguration } from '../../platform/config/gateway-schemas.ts'
import type { Log } from '../../platform/log.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { KeptExceptions } from './kept-exceptions.ts'

/** What people say to the gateway that runs with the server. */
export class GatewayControl {
  readonly configuration: GatewayConfiguration
  readonly exceptions: KeptExceptions
  /** What waits for a person. */
  readonly desk = new QuestionDesk({ most: MOST_QUESTIONS })

  static async open(configuration: GatewayConfiguration, ledger: Ledger, log: Log): Promise<GatewayControl> {
    return new GatewayControl(configuration, await KeptExceptions.open(ledger, log))
  }

  private constructor(configuration: GatewayConfiguration, exceptions: KeptExceptions) {
    this.configuration = configuration
    this.exceptions = exceptions
  }

  /** After the gateway. */
  async close(): Promise<void> {
    this.desk.close()
    await this.exceptions.close()
  }
}
