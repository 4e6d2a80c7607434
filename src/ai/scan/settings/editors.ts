import { isJson, placeOfKey, textsOf } from '../json-value.ts'
import type { Json } from '../json-value.ts'
import { widePattern, widePrefix } from '../permission/wide-command.ts'
import { wideExpression } from '../permission/wide-expression.ts'
import { EVERYTHING, nobodyAsked } from '../permission/wide-permission.ts'
import type { WidePermission } from '../permission/wide-permission.ts'
import { MOST_EXPRESSIONS } from '../defaults.ts'
import { tooMuch } from '../scan-finding.ts'
import type { PlacedFinding } from '../scan-finding.ts'

/** Files by which an agent would give itself more: editors protect them unless told otherwise. */
const PROTECTED = /\.vscode\b|\.git\b(?!hub|ignore)|\.claude\b|\.cursor\b|\.env\b|\.npmrc\b|\.ssh\b|settings\.json/
const ANY_ADDRESS = /^(?:\*+|https?:\/\/\*+(?:\/\*+)?|\*:\/\/\*+(?:\/\*+)?)$/

/**
 * What settings of editors give their agents without a question: VS Code (https://code.visualstudio.com/docs/agents/approvals), and what Cline, Roo Code, Windsurf,
 * Claude Code, Gemini Code Assist and Amp add to its `settings.json`; Zed. Keys of VS Code may be written with dots or in one another.
 */
export function editors(value: Json, place: string): PlacedFinding[] {
  return Object.entries(value).flatMap(([key, member]) => settingAt(placeOfKey(place, key), member))
}

function settingAt(place: string, value: unknown): PlacedFinding[] {
  if (SWITCHES.some(pattern => pattern.test(place)) && value === true) return [nobodyAsked(place, EVERYTHING)]
  const unasked = LEVELS.find(([pattern, levels]) => pattern.test(place) && levels.includes(String(value)))
  if (unasked !== undefined) return [nobodyAsked(place, EVERYTHING)]
  if (/(?:^|\.)(?:chat\.tools\.terminal\.autoApprove|chat\.agent\.terminal\.(?:autoApprove|allowList))$/.test(place)) return entriesOf(value, place, commandKey)
  if (/(?:^|\.)chat\.tools\.urls\.autoApprove$/.test(place)) return value === true ? [nobodyAsked(place, ADDRESSES)] : entriesOf(value, place, key => ANY_ADDRESS.test(key) ? ADDRESSES : null)
  if (/(?:^|\.)chat\.tools\.edits\.autoApprove$/.test(place)) return entriesOf(value, place, key => PROTECTED.test(key) ? OWN_SETTINGS : null)
  if (!/(?:^|\.)(?:roo-cline\.allowedCommands|cascadeCommandsAllowList|amp\.commands\.allowlist)$/.test(place)) return []
  return textsOf(value).flatMap((command, index) => found(`${place}[${index}]`, command.trim() === '*' ? widePrefix('') : widePattern(`${command}:*`)))
}

const SWITCHES = [
  /(?:^|\.)chat\.tools\.(?:global\.)?autoApprove$/, /(?:^|\.)chat\.tools\.terminal\.autoApprove$/, /(?:^|\.)claudeCode\.allowDangerouslySkipPermissions$/, /(?:^|\.)geminicodeassist\.agentYoloMode$/,
  /(?:^|\.)amp\.dangerouslyAllowAll$/, /(?:^|\.)agent\.always_allow_tool_actions$/,
]
const LEVELS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(?:^|\.)chat\.permissions\.default$/, ['autoApprove', 'autopilot']], [/(?:^|\.)claudeCode\.initialPermissionMode$/, ['bypassPermissions']], [/(?:^|\.)windsurf\.autoExecutionPolicy$/, ['turbo']],
  [/(?:^|\.)agent\.tool_permissions\.default$/, ['allow']], [/(?:^|\.)agent\.tool_permissions\.tools\.terminal\.default$/, ['allow']],
]
const ADDRESSES: WidePermission = { severity: 'medium', reason: { en: 'nobody is asked before any address is fetched: what was read can be sent there', ja: '任意のアドレスへ確認なしにアクセスでき、読み取った内容を送り出せる' } }
const OWN_SETTINGS: WidePermission = { severity: 'high', reason: { en: 'nobody is asked before the agent writes files that say what it may do, or that start programs', ja: 'エージェント自身の権限や自動起動を定めるファイルが確認なしに書き換えられる' } }

/** A name is what a command begins with; between slashes stands an expression. */
function commandKey(key: string): WidePermission | null {
  const expression = /^\/(.*)\/[a-z]*$/s.exec(key)?.[1]
  return expression === undefined ? widePrefix(key) : wideExpression(expression)
}

/** Entries that are approved: `true`, or an object that says so. */
function entriesOf(value: unknown, place: string, wide: (key: string) => WidePermission | null): PlacedFinding[] {
  if (!isJson(value)) return []
  const isApproved = (member: unknown) => member === true || (isJson(member) && (member['approve'] === true || member['approveRequest'] === true))
  const approved = Object.entries(value).filter(([, member]) => isApproved(member))
  const told = approved.slice(0, MOST_EXPRESSIONS).flatMap(([key]) => found(placeOfKey(place, JSON.stringify(key)), wide(key)))
  return approved.length > MOST_EXPRESSIONS ? [...told, tooMuch(place)] : told
}

function found(place: string, wide: WidePermission | null): PlacedFinding[] {
  return wide === null ? [] : [nobodyAsked(place, wide)]
}
