import { inTurns } from '../../platform/steps.ts'
import { addressMeant } from '../egress/bare-address.ts'
import { isPrivateHost } from '../egress/private-address.ts'
import type { Guard } from '../judge/guard.ts'
import { caseSteps } from '../judge/judge-case.ts'
import type { GuardJudgement } from '../judge/verdict.ts'
import { MOST_ADDRESSES, MOST_RESOLVED } from './defaults.ts'
import { privateAddressOf } from './resolve-host.ts'

/** Of addresses that something would be fetched from or sent to; a scheme that only its server knows names nothing outside. */
const FETCHED = /^(?:https?|wss?|ftps?|sftp|tftp|file|gopher|dict|ldaps?|jar|smb):/i
const WHOLE = /^[a-z][a-z0-9+.-]{1,20}:\/{0,3}\S+$/i
const WITHIN = /\b(?:https?|wss?|ftps?):\/\/[^\s'"`<>|;)]{3,2000}/gi
/** `name: value`, as texts of JSON are written out. */
const NAMED = /^([^\s:]{1,60}): (?=\s*\S)/

export interface AddressRules {
  /** Hosts that may lie in a private network. */
  readonly hosts: readonly string[]
  readonly resolves: boolean
}

/**
 * Judges the addresses in what an agent sends: those that are a value of their own, since a tool will fetch what it is given, and of commands those within.
 *
 * @param texts values, with or without their names
 */
export async function judgeAddresses(guard: Guard, texts: readonly string[], { hosts, resolves }: AddressRules, where: 'values' | 'within'): Promise<GuardJudgement | null> {
  const named = texts.map(text => ({ name: NAMED.exec(text)?.[1] ?? '', value: text.replace(NAMED, '').trim() }))
  const values = named.map(({ value }) => value)
  const whole = named.flatMap(({ name, value }) => WHOLE.test(value) && FETCHED.test(value) ? [value] : addressMeant(name, value) ?? [])
  const addresses = [...new Set([...whole, ...(where === 'within' ? values.flatMap(value => value.match(WITHIN) ?? []) : [])])]
  if (addresses.length > MOST_ADDRESSES) return { verdict: 'block', layer: 'form', score: 0.9, reason: { en: `it names more than ${MOST_ADDRESSES} addresses`, ja: `アドレスが${MOST_ADDRESSES}件を超えている` } }
  const names = new Set<string>()
  for (const address of addresses) {
    const host = URL.canParse(address) ? new URL(address).hostname : ''
    const isAllowed = isAmong(host, hosts)
    const judgement = await inTurns(caseSteps(guard, { url: address }))
    if (judgement.verdict !== 'allow' && !(isAllowed && judgement.layer === 'address')) return judgement
    if (host !== '' && !isAllowed && !isPrivateHost(host) && /[a-z]/i.test(host) && !host.startsWith('[')) names.add(host)
  }
  return resolves ? judgeNames([...names].slice(0, MOST_RESOLVED)) : null
}

async function judgeNames(names: readonly string[]): Promise<GuardJudgement | null> {
  const found = await Promise.all(names.map(async name => ({ name, address: await privateAddressOf(name) })))
  const inside = found.find(({ address }) => address !== null)
  if (inside === undefined) return null
  return {
    verdict: 'block', layer: 'address', score: 1,
    reason: { en: `${inside.name} leads into a private network (${inside.address})`, ja: `${inside.name} の名前解決の結果が内部ネットワークを指している（${inside.address}）` },
  }
}

function isAmong(host: string, hosts: readonly string[]): boolean {
  const bare = host.replace(/^\[|\]$/g, '')
  return hosts.some(each => bare === each || bare.endsWith(`.${each}`))
}
