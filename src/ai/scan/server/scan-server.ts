import { judgeCase } from '../../judge/judge-case.ts'
import type { Guard } from '../../judge/guard.ts'
import { shortened } from '../../judge/shown.ts'
import { EVERYTHING, nobodyAsked } from '../permission/wide-permission.ts'
import { wideTool } from '../permission/wide-rule.ts'
import { MOST_WORDS } from '../defaults.ts'
import { tooMuch } from '../scan-finding.ts'
import type { PlacedFinding } from '../scan-finding.ts'
import { wholeDisk } from '../settings/whole-disk.ts'
import { unpinnedPackage } from './fetched-package.ts'
import { addressAt } from './server-address.ts'
import { writtenSecret } from '../written-secret.ts'
import type { ServerEntry } from './server-entry.ts'

const SHELLS = /(?:^|[\\/])(?:sh|bash|zsh|cmd|powershell|pwsh)(?:\.exe)?$/i
/** Programs that stand between an agent and a server elsewhere, whose address is an argument. */
const BRIDGE = /^(?:mcp-remote|supergateway|mcp-proxy|@pyroprompts\/mcp-stdio-to-streamable-http-adapter)(?:@|$)/

/** What a server is given that it should not have, and what is not known of it. */
export function scanServer(guard: Guard, server: ServerEntry): PlacedFinding[] {
  const bridged = server.args.some(arg => BRIDGE.test(arg)) ? server.args.flatMap((arg, index) => /^[a-z]+:\/\//.test(arg) ? addressAt(arg, `${server.place}.args[${index}]`) : []) : []
  return [
    ...programOf(guard, server), ...secretsIn(server.words), ...(server.words.length > MOST_WORDS ? [tooMuch(server.place)] : []), ...bridged, ...(server.url === null ? [] : addressAt(server.url, `${server.place}.url`)),
    ...server.unasked.flatMap(({ place, tools }) => tools === 'all' ? [nobodyAsked(place, EVERYTHING)] : tools.flatMap((tool, index) => {
      const wide = wideTool(tool)
      return wide === null ? [] : [nobodyAsked(`${place}[${index}]`, wide)]
    })),
  ]
}

/** An option or a variable that is called after a secret, with its value behind a sign or as the next word; a header that a bridge sends. */
const NAMED = /^(?:--?)?([A-Za-z][\w-]{0,60})(?:=([^]+))?$/
const SECRET_OPTION = /(?:token(?!s|iz)|secret|password|passwd|api[-_]?key|access[-_]?key)$/i
const HEADER = /^(Authorization|X-API-Key|Api-Key):\s*([^]+)$/i

function secretsIn(words: ServerEntry['words']): PlacedFinding[] {
  return words.flatMap(({ place, text }, index) => {
    const [, header, sent] = HEADER.exec(text) ?? []
    if (header !== undefined && sent !== undefined) return writtenSecret('authorization', sent, 'headers', place)
    const [, name = '', value] = NAMED.exec(text) ?? []
    if (!SECRET_OPTION.test(name)) return []
    const next = text.startsWith('-') ? words[index + 1] : undefined
    if (value !== undefined) return writtenSecret(name.replaceAll('-', '_'), value, 'env', place)
    return next === undefined || next.text.startsWith('-') ? [] : writtenSecret(name.replaceAll('-', '_'), next.text, 'env', next.place)
  })
}

function programOf(guard: Guard, { place, command, args }: ServerEntry): PlacedFinding[] {
  if (command === null) return []
  const found: PlacedFinding[] = []
  const line = [command, ...args].join(' ')
  const isShell = SHELLS.test(command)
  const add = (check: string, severity: PlacedFinding['severity'], reason: PlacedFinding['reason'], mend: PlacedFinding['mend']) => found.push({ check, severity, place, reason, mend })
  const judged = judgeCase(guard, { jsonrpc_messages: [{ method: 'tools/call', params: { name: 'shell', arguments: { command: isShell ? args.filter(arg => !/^(?:-|\/c$)/i.test(arg)).join(' ') : line } } }] })
  if (judged.layer === 'shell') {
    add('dangerous-command', 'high', { en: `its start runs a dangerous command: ${judged.reason.en}`, ja: `起動時に危険なコマンドを実行する：${judged.reason.ja}` }, { en: 'do not use this server', ja: 'このサーバーを使わない' })
  } else if (isShell) {
    add('through-shell', 'medium', { en: `it is started through a shell: ${shortened(line)}`, ja: `シェルを介して起動される：${shortened(line)}` }, { en: 'name the program itself and its arguments', ja: 'プログラムと引数を直接指定する' })
  }
  const pack = unpinnedPackage(command, args)
  if (pack !== null) {
    add('not-pinned', 'medium', { en: `${shortened(pack)} is fetched in whatever version there is at each start`, ja: `${shortened(pack)} は起動のたびに最新版が取得される` }, { en: 'name the version that was looked at, as in name@1.2.3', ja: '確認した版を name@1.2.3 のように固定する' })
  }
  if (/(?:^|\/)(?:docker|podman)$/.test(command)) {
    const wide = args.find(arg => /^--privileged$|^--(?:pid|network|net)=host$|docker\.sock|^(?:--volume=|-v)?(?:\/|~|\$HOME):/.test(arg))
    if (wide !== undefined) add('wide-container', 'high', { en: `its container reaches the machine itself (${shortened(wide)})`, ja: `コンテナからホストに到達できる（${shortened(wide)}）` }, { en: 'leave it out, and mount one folder read-only', ja: '外したうえで、必要なフォルダーだけを読み取り専用でマウントする' })
  }
  if (!isShell) found.push(...args.flatMap(arg => wholeDisk(arg.replace(/^--?[\w-]+=/, ''), place)).slice(0, 1))
  return found
}
