import { inTurns } from '../../platform/steps.ts'
import { allTexts } from '../egress/all-texts.ts'
import { MAXIMUM_VALUES } from '../egress/defaults.ts'
import { namedValues } from '../egress/named-values.ts'
import type { Guard } from '../judge/guard.ts'
import { caseSteps } from '../judge/judge-case.ts'
import type { GuardJudgement } from '../judge/verdict.ts'
import { canonicalSteps } from '../text/canonicalise.ts'
import { OUTGOING_CHARACTERS } from './defaults.ts'
import type { Found } from './found.ts'
import type { AddressRules } from './judge-addresses.ts'
import { judgeAddresses } from './judge-addresses.ts'

/** What leaves with a message: a call of a tool, or anything else. */
export interface Outgoing {
  /** Null: no tool is called. */
  readonly tool: string | null
  readonly arguments: unknown
  /** What stands beside the arguments. */
  readonly rest: unknown
}

const SHELL_TOOL = /exec|run|shell|bash|terminal|command|spawn|process/i

/** Judges what an agent sends to a server or to another agent: secrets, addresses, commands as a shell reads them, orders. */
export async function judgeOutgoing(guard: Guard, { tool, arguments: given, rest }: Outgoing, rules: AddressRules): Promise<Found[]> {
  const texts = [...allTexts(given), ...allTexts(rest)]
  const length = texts.reduce((sum, text) => sum + text.length, 0)
  if (texts.length >= MAXIMUM_VALUES || length > OUTGOING_CHARACTERS) {
    return [{ origin: 'assistant', subject: '', judgement: { verdict: 'block', layer: 'form', score: 0.9, reason: { en: 'the message is too large to be looked through', ja: '大きすぎて検査しきれない' } } }]
  }
  const subject = (await inTurns(canonicalSteps(texts.join('\n')))).text
  const found: GuardJudgement[] = [
    await inTurns(caseSteps(guard, tool === null ? { body: given } : { jsonrpc_messages: [{ method: 'tools/call', params: { name: tool, arguments: given } }] })),
    await inTurns(caseSteps(guard, { body: rest })),
    await judgeAddresses(guard, [...texts, ...namedTexts(given), ...namedTexts(rest)], rules, tool !== null && SHELL_TOOL.test(tool) ? 'within' : 'values') ?? ALLOWED_ADDRESSES,
  ]
  return found.filter(({ verdict }) => verdict !== 'allow').map(judgement => ({ judgement, origin: 'assistant' as const, subject }))
}

/** Values with the names of what holds the lists that they stand in. */
function namedTexts(value: unknown): string[] {
  return namedValues(value).flatMap(({ name, values }) => name === '' ? [] : values.map(each => `${name}: ${each}`))
}

const ALLOWED_ADDRESSES: GuardJudgement = { verdict: 'allow', layer: null, score: 0, reason: { en: 'no address speaks against it', ja: 'アドレスに問題はない' } }
