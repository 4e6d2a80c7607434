import { judgeCase } from '../judge/judge-case.ts'
import type { Guard } from '../judge/guard.ts'
import { masked, shortened } from '../judge/shown.ts'
import { isPrivateHost } from '../egress/private-address.ts'
import { findSecrets } from '../secret/find-secrets.ts'
import type { PlacedFinding } from './scan-finding.ts'

/** An MCP server as agents' configurations name it: a program that is started, or an address. */
export interface ServerEntry {
  readonly place: string
  readonly command: string | null
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly url: string | null
  readonly headers: Readonly<Record<string, string>>
}

const PIN = /@\d|==\d|@sha256:|#[0-9a-f]{7,40}$/
const RUNNERS = /(?:^|\/)(?:npx|bunx|pnpx|uvx|pipx|yarn|pnpm|deno)(?:\.cmd)?$/
const SHELLS = /(?:^|\/)(?:sh|bash|zsh|cmd|powershell|pwsh)(?:\.exe)?$/i
const WHOLE_DISK = /^(?:\/|~\/?|[A-Za-z]:[\\/]?|\$\{?HOME\}?\/?|%USERPROFILE%\\?|\/(?:home|Users|etc|root|var)\/?)$/
const SECRET_NAME = /(?:token|secret|password|passwd|api_?key|access_?key|credential)/i
/** A value that names where the secret stands, also behind the scheme of a header: `Bearer ${input:key}`. */
const REFERENCE = /^(?:(?:Bearer|Basic|Token|ApiKey)\s+)?(?:\$\{?[\w:.-]+\}?|<.*>|%\w+%|\$?\{\{.*\}\})$|^\s*$/i
/** Where clouds give a machine its keys. */
const METADATA = /^(?:169\.254\.169\.254|169\.254\.170\.2|100\.100\.100\.200|\[fd00:ec2::254\]|metadata(?:\.google\.internal)?|metadata\.azure\.(?:com|internal))$/i

/** What a server is given that it should not have, and what is not known of it. */
export function scanServer(guard: Guard, server: ServerEntry): PlacedFinding[] {
  return [...secretsOf(server), ...programOf(guard, server), ...addressOf(server)]
}

function secretsOf({ place, args, env, headers }: ServerEntry): PlacedFinding[] {
  const named = [...Object.entries(env).map(([name, value]) => [`${place}.env.${name}`, name, value] as const), ...Object.entries(headers).map(([name, value]) => [`${place}.headers.${name}`, name, value] as const)]
  const written = [...named, ...args.map((value, index) => [`${place}.args[${index}]`, '', value] as const)]
  return written.flatMap(([where, name, value]) => {
    if (REFERENCE.test(value)) return []
    const [hit] = findSecrets(value).filter(({ isSecret }) => isSecret)
    const isNamed = (SECRET_NAME.test(name) || /^authorization$/i.test(name)) && value.length >= 8
    if (hit === undefined && !isNamed) return []
    return [{
      check: 'secret-in-file', severity: 'high', place: where,
      reason: { en: `a secret is written out (${masked(hit === undefined ? value : value.slice(hit.start, hit.end))} characters)`, ja: `秘密がそのまま書かれている（${masked(hit === undefined ? value : value.slice(hit.start, hit.end))} 文字）` },
      mend: { en: 'name an environment variable instead, and make a new secret', ja: '環境変数を参照するように改め、その秘密は作り直す' },
    } satisfies PlacedFinding]
  })
}

function programOf(guard: Guard, { place, command, args }: ServerEntry): PlacedFinding[] {
  if (command === null) return []
  const found: PlacedFinding[] = []
  const line = [command, ...args].join(' ')
  const add = (check: string, severity: PlacedFinding['severity'], reason: PlacedFinding['reason'], mend: PlacedFinding['mend']) => found.push({ check, severity, place, reason, mend })
  const judged = judgeCase(guard, { jsonrpc_messages: [{ method: 'tools/call', params: { name: 'shell', arguments: { command: SHELLS.test(command) ? args.filter(arg => !arg.startsWith('-')).join(' ') : line } } }] })
  if (judged.layer === 'shell') {
    add('dangerous-command', 'high', { en: `its start runs a dangerous command: ${judged.reason.en}`, ja: `起動時に危険なコマンドを実行する：${judged.reason.ja}` }, { en: 'do not use this server', ja: 'このサーバーを使わない' })
  } else if (SHELLS.test(command)) {
    add('through-shell', 'medium', { en: `it is started through a shell: ${shortened(line)}`, ja: `シェルを介して起動される：${shortened(line)}` }, { en: 'name the program itself and its arguments', ja: 'プログラムと引数を直接指定する' })
  }
  const pack = RUNNERS.test(command) ? args.find(arg => !arg.startsWith('-') && !/^(?:dlx|exec|run|x|tool)$/.test(arg)) : undefined
  if (pack !== undefined && !PIN.test(pack) && !/^[./]/.test(pack)) {
    add('not-pinned', 'medium', { en: `${shortened(pack)} is fetched in whatever version there is at each start`, ja: `${shortened(pack)} は起動のたびに最新版が取得される` }, { en: `name the version: ${shortened(pack).replace(/@latest$/, '')}@1.2.3`, ja: 'バージョンを固定する' })
  }
  if (/(?:^|\/)(?:docker|podman)$/.test(command)) {
    const wide = args.find(arg => /^--privileged$|^--(?:pid|network|net)=host$|docker\.sock|^(?:\/|~|\$HOME):/.test(arg))
    if (wide !== undefined) add('wide-container', 'high', { en: `its container reaches the machine itself (${shortened(wide)})`, ja: `コンテナからホストに到達できる（${shortened(wide)}）` }, { en: 'leave it out, and mount one folder read-only', ja: '外したうえで、必要なフォルダーだけを読み取り専用でマウントする' })
  }
  const disk = args.find(arg => WHOLE_DISK.test(arg.replace(/^--?[\w-]+=/, '')))
  if (disk !== undefined && !SHELLS.test(command)) {
    add('whole-disk', 'high', { en: `it may read and write all below ${disk}`, ja: `${disk} 以下のすべてを読み書きできる` }, { en: 'give it the one folder that it needs', ja: '必要なフォルダーだけを渡す' })
  }
  return found
}

function addressOf({ place, url }: ServerEntry): PlacedFinding[] {
  if (url === null || REFERENCE.test(url)) return []
  const where = `${place}.url`
  if (!URL.canParse(url)) return [{ check: 'bad-address', severity: 'low', place: where, reason: { en: 'its address cannot be read', ja: 'アドレスを解釈できない' }, mend: { en: 'correct it', ja: '訂正する' } }]
  const { protocol, hostname, username } = new URL(url)
  const found: PlacedFinding[] = []
  const isLocal = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
  if (protocol === 'http:' && !isLocal) found.push({ check: 'no-tls', severity: 'medium', place: where, reason: { en: `${hostname} is asked without TLS: what it says can be changed on the way`, ja: `${hostname} への通信がTLSで保護されておらず、途中で書き換えられうる` }, mend: { en: 'use https', ja: 'https を使う' } })
  if (METADATA.test(hostname)) {
    found.push({
      check: 'metadata-address', severity: 'high', place: where, reason: { en: `${hostname} is where a cloud gives this machine its keys`, ja: `${hostname} はクラウドがこのマシンの認証情報を渡すアドレスである` },
      mend: { en: 'do not use this server', ja: 'このサーバーを使わない' },
    })
  } else if (!isLocal && isPrivateHost(hostname)) found.push({ check: 'private-address', severity: 'low', place: where, reason: { en: `${hostname} lies in a private network`, ja: `${hostname} は内部ネットワークにある` }, mend: { en: 'make sure that it is meant', ja: '意図したものか確かめる' } })
  if (username !== '') found.push({ check: 'secret-in-file', severity: 'high', place: where, reason: { en: 'the address holds a user and a password', ja: 'アドレスにユーザー名とパスワードが含まれている' }, mend: { en: 'send them in a header from an environment variable', ja: '環境変数からヘッダーで渡す' } })
  return found
}
