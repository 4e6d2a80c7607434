import { shortened } from '../../judge/shown.ts'
import { isJson, placeOfKey, textsOf } from '../json-value.ts'
import type { Json } from '../json-value.ts'
import { EVERYTHING, nobodyAsked } from '../permission/wide-permission.ts'
import { wideRule } from '../permission/wide-rule.ts'
import type { PlacedFinding } from '../scan-finding.ts'
import { wholeDisk } from './whole-disk.ts'

/**
 * What settings of Claude Code give without a question (`.claude/settings.json`, projects in `.claude.json`, heads of its agents;
 * https://code.claude.com/docs/en/settings), and those of Cursor's command line, Crush, Kiro and older Gemini CLI, which are written alike.
 */
export function claudeCode(value: Json, place: string): PlacedFinding[] {
  const { permissions, sandbox, permissionMode } = value
  return [
    ...(isJson(permissions) ? permissionsOf(permissions, placeOfKey(place, 'permissions')) : []),
    ...textsOf(value['allowedTools']).flatMap((rule, index) => {
      const wide = wideRule(rule)
      return wide === null ? [] : [nobodyAsked(`${placeOfKey(place, 'allowedTools')}[${index}]`, wide)]
    }),
    ...(isJson(sandbox) ? sandboxOf(sandbox, placeOfKey(place, 'sandbox')) : []),
    ...(permissionMode === 'bypassPermissions' ? [nobodyAsked(placeOfKey(place, 'permissionMode'), EVERYTHING)] : []),
    ...(value['enableAllProjectMcpServers'] === true
      ? [nobodyAsked(placeOfKey(place, 'enableAllProjectMcpServers'), { severity: 'high', reason: { en: 'nobody is asked before servers are started that a project names', ja: 'プロジェクトが指定する MCP サーバーが確認なしに起動される' } })]
      : []),
    ...(value['skipDangerousModePermissionPrompt'] === true
      ? [nobodyAsked(placeOfKey(place, 'skipDangerousModePermissionPrompt'), { severity: 'medium', reason: { en: 'nobody is warned before all questions are switched off', ja: 'すべての確認を無効にする際の警告が表示されない' } })]
      : []),
  ]
}

function permissionsOf(permissions: Json, place: string): PlacedFinding[] {
  const refused = new Set([...textsOf(permissions['deny']), ...textsOf(permissions['ask'])].map(whole))
  const lists = ['allow', 'allowed_tools'].flatMap(key => textsOf(permissions[key]).map((rule, index) => ({ rule, at: `${place}.${key}[${index}]` })))
  return [
    ...lists.flatMap(({ rule, at }) => {
      // What is denied or asked for wins over what is allowed.
      if (refused.has(whole(rule)) || refused.has(whole(rule.replace(/\([^]*$/, ''))) || refused.has('*')) return []
      const wide = wideRule(rule)
      return wide === null ? [] : [nobodyAsked(at, wide)]
    }),
    ...(permissions['defaultMode'] === 'bypassPermissions' && permissions['disableBypassPermissionsMode'] !== 'disable' ? [nobodyAsked(`${place}.defaultMode`, EVERYTHING)] : []),
    ...textsOf(permissions['additionalDirectories']).flatMap((path, index) => wholeDisk(path, `${place}.additionalDirectories[${index}]`)),
  ]
}

/** `Bash(*)` and `Bash(:*)` are `Bash`. */
function whole(rule: string): string {
  return rule.trim().replace(/\(:?\*{0,2}\)$/, '')
}

function sandboxOf(sandbox: Json, place: string): PlacedFinding[] {
  const { network, filesystem } = sandbox
  const domains = isJson(network) ? textsOf(network['allowedDomains']).findIndex(domain => domain === '*') : -1
  return [
    ...(isJson(network) && network['allowAllUnixSockets'] === true
      ? [opened(`${place}.network.allowAllUnixSockets`, { en: 'its commands reach every socket of this machine, also that of containers, which is the machine itself', ja: 'コマンドがこのマシンのすべてのソケットに接続でき、コンテナのソケットを通じてマシン全体に到達できる' })]
      : []),
    ...(domains >= 0 ? [opened(`${place}.network.allowedDomains[${domains}]`, { en: 'its commands reach any address: what they read can be sent there', ja: 'コマンドが任意のアドレスに接続でき、読み取った内容を送り出せる' })] : []),
    ...(isJson(filesystem) ? textsOf(filesystem['allowWrite']).flatMap((path, index) => wholeDisk(path, `${place}.filesystem.allowWrite[${index}]`)) : []),
    ...textsOf(sandbox['excludedCommands']).flatMap((command, index) => wideRule(`Bash(${command}:*)`) === null
      ? []
      : [opened(`${place}.excludedCommands[${index}]`, { en: `${shortened(command)} runs outside of the sandbox, with whatever it is given`, ja: `${shortened(command)} が任意の引数でサンドボックスの外で実行される` })]),
  ]
}

function opened(place: string, reason: PlacedFinding['reason']): PlacedFinding {
  return { check: 'open-sandbox', severity: 'medium', place, reason, mend: { en: 'name what is needed and nothing more', ja: '必要なものだけを指定する' } }
}
