import type { PrefixTable } from '../prefix-table.ts'
import { SURVEY_DOMAINS, SURVEY_LEAST_PACKETS, SURVEY_LEAST_PORTS, SURVEY_PACKETS_AN_ADDRESS } from './defaults.ts'

/** Why a source counts as one that surveys the internet. */
export type SurveySign = 'list' | 'name' | 'behaviour'

export interface SurveyKnowledge {
  /** Networks of known surveys. */
  readonly networks: PrefixTable | null
  /** Domains of known surveys, beside those that are known anyway. */
  readonly domains: readonly string[]
  /** Reverse names by address, as people write it. */
  readonly names: ReadonlyMap<string, string>
}

export const NO_KNOWLEDGE: SurveyKnowledge = { networks: null, domains: [], names: new Map() }

/** What a source did in a day. */
export interface SurveyedSource {
  /** IPv4 as a number, IPv6 as four words. */
  readonly address: number | Uint32Array
  /** As people write it. */
  readonly text: string
  readonly packets: number
  readonly ports: number
}

/** Tells who surveys the internet: who is listed, whose reverse name says so, or who asks for many ports of a good part of the space. */
export class SurveyScanners {
  readonly #knowledge: SurveyKnowledge
  readonly #leastPackets: number

  /** @param spaceSize watched addresses; null when it is not known, then the least number of packets holds alone */
  constructor(knowledge: SurveyKnowledge, spaceSize: number | null) {
    this.#knowledge = knowledge
    this.#leastPackets = Math.max(SURVEY_LEAST_PACKETS, (spaceSize ?? 0) * SURVEY_PACKETS_AN_ADDRESS)
  }

  /** Whether some are known by their address or name, so that a single packet can tell. */
  get knowsSome(): boolean {
    return this.#knowledge.networks !== null || this.#knowledge.names.size > 0
  }

  /** The strongest sign; null when there is none. @param days length of what was watched, at most 1 */
  sign({ address, text, packets, ports }: SurveyedSource, days: number): SurveySign | null {
    const { networks, names } = this.#knowledge
    if (networks !== null && (typeof address === 'number' ? networks.find4(address) : networks.find6(address, 0)) >= 0) return 'list'
    const name = names.get(text)
    if (name !== undefined && this.#isSurveyName(name)) return 'name'
    const leastPackets = Math.max(SURVEY_LEAST_PACKETS, this.#leastPackets * Math.min(1, days))
    return ports >= SURVEY_LEAST_PORTS && packets >= leastPackets ? 'behaviour' : null
  }

  #isSurveyName(name: string): boolean {
    return [...SURVEY_DOMAINS, ...this.#knowledge.domains].some(domain => name === domain || name.endsWith(`.${domain}`))
  }
}
