import type { Steps } from '../../platform/steps.ts'
import type { Json } from '../gateway/protocol/protocol.ts'
import { isJson } from '../gateway/protocol/protocol.ts'
import type { Guard } from '../judge/guard.ts'
import { caseSteps } from '../judge/judge-case.ts'
import { shortened } from '../judge/shown.ts'
import type { Found } from './found.ts'

const SECRET_NAME = /pass(?:word|wd|phrase|code)|secret|(?:access|auth|api|bearer|refresh|session)[_ -]?token|^token$|api[_ -]?key|private[_ -]?key|credential|credit[_ -]?card|card[_ -]?number|cvv|\bpin\b|暗証番号|パスワード|秘密鍵|カード番号/i

/** What a server asks a person for: no secret in a form (MCP, “Elicitation”: servers must not), and no address inside one's own network. */
export function* judgeElicitation(guard: Guard, message: Json): Steps<readonly Found[]> {
  const found: Found[] = []
  for (const params of requestsIn(message)) {
    const { requestedSchema: schema, url } = params
    const fields = isJson(schema) && isJson(schema['properties']) ? Object.entries(schema['properties']) : []
    const secret = fields.find(([name, field]) => SECRET_NAME.test(name) || (isJson(field) && SECRET_NAME.test(`${String(field['title'] ?? '')} ${String(field['description'] ?? '')}`)))
    if (secret !== undefined) {
      found.push({
        origin: 'tool', subject: JSON.stringify(schema),
        judgement: { verdict: 'block', layer: 'secret', kind: 'asked-for', score: 0.9, reason: { en: `the server asks a person for a secret in a form (${shortened(secret[0])})`, ja: `サーバーがフォームで秘密の入力を求めている（${shortened(secret[0])}）` } },
      })
    }
    if (typeof url === 'string') {
      const judgement = yield* caseSteps(guard, { url })
      if (judgement.verdict !== 'allow') found.push({ origin: 'tool', subject: url, judgement })
    }
  }
  return found
}

/** By itself, or within a result that needs more input (revision 2026-07-28, “Multi Round-Trip Requests”). */
function requestsIn(message: Json): Json[] {
  if (message['method'] === 'elicitation/create') return isJson(message['params']) ? [message['params']] : []
  const result = isJson(message['result']) ? message['result'] : {}
  const asked = isJson(result['inputRequests']) ? Object.values(result['inputRequests']) : []
  return asked.filter(isJson).flatMap(({ method, params }) => method === 'elicitation/create' && isJson(params) ? [params] : [])
}
