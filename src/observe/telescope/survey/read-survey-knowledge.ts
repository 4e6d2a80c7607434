import { readFileSync, statSync } from 'node:fs'
import { messageOf, NoroshiError } from '../../../platform/noroshi-error.ts'
import { parsePrefix } from '../parse-prefix.ts'
import { PrefixTable } from '../prefix-table.ts'
import { MAX_SURVEY_BYTES } from './defaults.ts'
import type { SurveyKnowledge } from './survey-scanners.ts'

export interface SurveyFiles {
  /** A line each: an address, a prefix, or a domain under which a survey keeps its scanners; `#` begins a comment. */
  readonly list?: string | undefined
  /** A line each: an address and its reverse name, with a comma or blanks between. */
  readonly names?: string | undefined
}

const DOMAIN = /^\.?[a-z0-9-]+(\.[a-z0-9-]+)+\.?$/

/** What is known of survey scanners from files. @throws NoroshiError `usage` with the line that is wrong */
export function readSurveyKnowledge({ list, names }: SurveyFiles): SurveyKnowledge {
  const domains: string[] = []
  const networks = linesOf(list).flatMap(({ line, text }) => {
    const network = parsePrefix(text)
    if (network !== null) return [{ network, value: 0 }]
    const domain = text.toLowerCase()
    if (!DOMAIN.test(domain)) throw new NoroshiError('usage', `${list}:${line}: neither an address, a prefix nor a domain`)
    domains.push(plainName(domain))
    return []
  })
  return { networks: networks.length === 0 ? null : new PrefixTable(networks), domains, names: namesOf(names) }
}

function namesOf(path: string | undefined): Map<string, string> {
  return new Map(linesOf(path).map(({ line, text }) => {
    const [address, name] = text.split(/[\s,]+/)
    if (address === undefined || name === undefined || parsePrefix(address) === null) throw new NoroshiError('usage', `${path}:${line}: no address with its name`)
    return [address, plainName(name.toLowerCase())]
  }))
}

function plainName(name: string): string {
  return name.replace(/^\./, '').replace(/\.$/, '')
}

function linesOf(path: string | undefined): { readonly line: number, readonly text: string }[] {
  if (path === undefined) return []
  try {
    if (statSync(path).size > MAX_SURVEY_BYTES) throw new NoroshiError('usage', `more than ${MAX_SURVEY_BYTES} bytes`)
    return readFileSync(path, 'utf8').split('\n').map((text, index) => ({ line: index + 1, text: text.replace(/#.*/, '').trim() })).filter(({ text }) => text !== '')
  } catch (cause) {
    throw new NoroshiError('usage', `${path}: ${messageOf(cause)}`, { cause })
  }
}
