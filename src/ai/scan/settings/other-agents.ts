import { isJson, placeOfKey, textsOf } from '../json-value.ts'
import type { Json } from '../json-value.ts'
import { widePattern, widePrefix } from '../permission/wide-command.ts'
import { wideExpression } from '../permission/wide-expression.ts'
import { EVERYTHING, nobodyAsked } from '../permission/wide-permission.ts'
import type { WidePermission } from '../permission/wide-permission.ts'
import { wideRule } from '../permission/wide-rule.ts'
import { MOST_EXPRESSIONS } from '../defaults.ts'
import { tooMuch } from '../scan-finding.ts'
import type { PlacedFinding } from '../scan-finding.ts'
import { wholeDisk } from './whole-disk.ts'

/** Switches that several agents call alike. */
const UNASKED = /^(?:dangerously\w*|skipPermissions|yolo|yoloMode|autoRun|bypassPermissions|disableSandbox|yes-always|always_allow_tool_actions)$/i

/** What OpenCode, Goose, Continue, Kiro, Amazon Q, Copilot and Aider give without a question, and switches whose name says it for any. */
export function otherAgents(value: Json, place: string): PlacedFinding[] {
  const at = (key: string) => placeOfKey(place, key)
  return [
    ...Object.entries(value).flatMap(([key, member]) => UNASKED.test(key) && member === true ? [nobodyAsked(at(key), EVERYTHING)] : []),
    ...(value['GOOSE_MODE'] === 'auto' ? [nobodyAsked(at('GOOSE_MODE'), EVERYTHING)] : []),
    ...openCode(value['permission'], at('permission')),
    ...(place === '' && (Array.isArray(value['exclude']) || Array.isArray(value['ask'])) ? listed(value['allow'], 'allow', wideRule) : []),
    ...(place === '' ? textsOf(value['trusted_folders']).flatMap((path, index) => wholeDisk(path, `trusted_folders[${index}]`)) : []),
    ...(isJson(value['toolsSettings']) ? toolsSettings(value['toolsSettings'], at('toolsSettings')) : []),
  ]
}

/** `permission: {bash: {"git *": allow, "*": ask}}`, `permission: allow`. */
function openCode(permission: unknown, place: string): PlacedFinding[] {
  if (permission === 'allow') return [nobodyAsked(place, EVERYTHING)]
  if (!isJson(permission)) return []
  return Object.entries(permission).flatMap(([tool, rule]) => {
    const at = placeOfKey(place, tool)
    if (rule === 'allow') return found(at, tool === '*' ? EVERYTHING : /^(?:bash|webfetch)$/.test(tool) ? wideRule(tool) : tool === 'external_directory' ? OUTSIDE : null)
    if (tool !== 'bash' || !isJson(rule)) return []
    return Object.entries(rule).flatMap(([pattern, allowed]) => allowed === 'allow' ? found(placeOfKey(at, JSON.stringify(pattern)), pattern === '*' ? widePrefix('') : widePattern(pattern)) : [])
  })
}

const OUTSIDE: WidePermission = { severity: 'medium', reason: { en: 'nobody is asked before files outside of the project are read and written', ja: 'プロジェクト外のファイルが確認なしに読み書きされる' } }

/** Kiro and Amazon Q: expressions of commands. */
function toolsSettings(settings: Json, place: string): PlacedFinding[] {
  return Object.entries(settings).flatMap(([tool, each]) => isJson(each) && /^(?:execute_bash|shell)$/.test(tool) ? expressionsAt(each['allowedCommands'], `${placeOfKey(place, tool)}.allowedCommands`) : [])
}

function expressionsAt(expressions: unknown, place: string): PlacedFinding[] {
  const told = listed(textsOf(expressions).slice(0, MOST_EXPRESSIONS), place, wideExpression)
  return textsOf(expressions).length > MOST_EXPRESSIONS ? [...told, tooMuch(place)] : told
}

function listed(rules: unknown, place: string, wide: (rule: string) => WidePermission | null): PlacedFinding[] {
  return textsOf(rules).flatMap((rule, index) => found(`${place}[${index}]`, wide(rule)))
}

function found(place: string, wide: WidePermission | null): PlacedFinding[] {
  return wide === null ? [] : [nobodyAsked(place, wide)]
}
