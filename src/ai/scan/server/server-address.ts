import { isPrivateHost } from '../../egress/private-address.ts'
import type { PlacedFinding } from '../scan-finding.ts'
import { isReference } from '../written-secret.ts'

/** Where clouds give a machine its keys. */
const METADATA = /^(?:169\.254\.169\.254|169\.254\.170\.2|100\.100\.100\.200|\[fd00:ec2::254\]|metadata(?:\.google\.internal)?|metadata\.azure\.(?:com|internal))$/i

/** What an address of a server says against it. */
export function addressAt(url: string, place: string): PlacedFinding[] {
  if (isReference(url)) return []
  if (!URL.canParse(url)) {
    // A part of it stands in a variable: `https://${HOST}/mcp`.
    return /[$%{]/.test(url) ? [] : [{ check: 'bad-address', severity: 'low', place, reason: { en: 'its address cannot be read', ja: 'アドレスを解釈できない' }, mend: { en: 'correct it', ja: '訂正する' } }]
  }
  const { protocol, hostname, username } = new URL(url)
  const found: PlacedFinding[] = []
  const isLocal = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
  if (protocol === 'http:' && !isLocal) found.push({ check: 'no-tls', severity: 'medium', place, reason: { en: `${hostname} is asked without TLS: what it says can be changed on the way`, ja: `${hostname} への通信がTLSで保護されておらず、途中で書き換えられうる` }, mend: { en: 'use https', ja: 'https を使う' } })
  if (METADATA.test(hostname)) {
    found.push({
      check: 'metadata-address', severity: 'high', place, reason: { en: `${hostname} is where a cloud gives this machine its keys`, ja: `${hostname} はクラウドがこのマシンの認証情報を渡すアドレスである` },
      mend: { en: 'do not use this server', ja: 'このサーバーを使わない' },
    })
  } else if (!isLocal && isPrivateHost(hostname)) found.push({ check: 'private-address', severity: 'low', place, reason: { en: `${hostname} lies in a private network`, ja: `${hostname} は内部ネットワークにある` }, mend: { en: 'make sure that it is meant', ja: '意図したものか確かめる' } })
  if (username !== '') found.push({ check: 'secret-in-file', severity: 'high', place, reason: { en: 'the address holds a user and a password', ja: 'アドレスにユーザー名とパスワードが含まれている' }, mend: { en: 'send them in a header from an environment variable', ja: '環境変数からヘッダーで渡す' } })
  return found
}
