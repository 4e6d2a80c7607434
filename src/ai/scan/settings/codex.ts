import { isJson, textsOf } from '../json-value.ts'
import type { Json } from '../json-value.ts'
import { nobodyAsked } from '../permission/wide-permission.ts'
import type { PlacedFinding } from '../scan-finding.ts'
import { isWholeDisk, wholeDisk } from './whole-disk.ts'

/** What a configuration of Codex gives (`.codex/config.toml`; https://developers.openai.com/codex/config-reference): as it stands, and in each of its profiles. */
export function codex(root: Json): PlacedFinding[] {
  const { profiles, projects } = root
  const named = isJson(profiles) ? Object.entries(profiles).flatMap(([name, profile]) => isJson(profile) ? [{ own: profile, place: `profiles.${name}.` }] : []) : []
  return [
    ...[{ own: root, place: '' }, ...named].flatMap(({ own, place }) => [...freedomOf(own, { ...root, ...own }, place), ...networkOf(own, { ...root, ...own }, place)]),
    ...(isJson(projects) ? Object.entries(projects).flatMap(([path, project]) => isJson(project) && project['trust_level'] === 'trusted' && isWholeDisk(path) ? [trusted(`projects.${JSON.stringify(path)}.trust_level`, path)] : []) : []),
    ...serversOf(root),
  ]
}

/** A profile has its own word only on what it names itself; the rest it has from the root. */
function freedomOf(own: Json, whole: Json, place: string): PlacedFinding[] {
  const isBoundless = whole['sandbox_mode'] === 'danger-full-access' || isDangerous(whole['default_permissions'])
  const found: PlacedFinding[] = []
  for (const key of ['sandbox_mode', 'default_permissions']) {
    if (own[key] === 'danger-full-access' || isDangerous(own[key])) {
      found.push({
        check: 'open-sandbox', severity: 'high', place: `${place}${key}`, reason: { en: 'its commands run outside of any sandbox: they read, write and reach everything that you do', ja: 'コマンドがサンドボックスなしで実行され、利用者と同じ範囲のファイルとネットワークに到達できる' },
        mend: { en: 'use workspace-write, and name further folders under sandbox_workspace_write.writable_roots', ja: 'workspace-write を使い、必要なフォルダーだけを sandbox_workspace_write.writable_roots に加える' },
      })
    }
  }
  // Who may only read needs no question.
  if (own['approval_policy'] === 'never' && whole['sandbox_mode'] !== 'read-only' && whole['default_permissions'] !== ':read-only') {
    found.push(nobodyAsked(`${place}approval_policy`, isBoundless
      ? { severity: 'high', reason: { en: 'nobody is asked before commands run, and no sandbox holds them', ja: 'コマンドが確認なしに、サンドボックスの外で実行される' } }
      : { severity: 'medium', reason: { en: 'nobody is asked before commands run in the sandbox', ja: 'サンドボックス内のコマンドが確認なしに実行される' } }))
  }
  return found
}

function isDangerous(profile: unknown): boolean {
  return typeof profile === 'string' && profile.startsWith(':danger')
}

function networkOf(own: Json, whole: Json, place: string): PlacedFinding[] {
  const { sandbox_workspace_write: workspace, permissions } = own
  const isUnasked = whole['approval_policy'] === 'never'
  const open = (at: string): PlacedFinding => ({
    check: 'open-sandbox', severity: isUnasked ? 'high' : 'medium', place: `${place}${at}`,
    reason: isUnasked ? { en: 'its commands reach any address, and nobody is asked: what they read can be sent there', ja: 'コマンドが確認なしに任意のアドレスへ接続でき、読み取った内容を送り出せる' } : { en: 'its commands reach any address: what they read can be sent there', ja: 'コマンドが任意のアドレスに接続でき、読み取った内容を送り出せる' },
    mend: { en: 'leave the network closed, and ask where it is needed', ja: 'ネットワークは閉じておき、必要なときに確認する' },
  })
  const profiles = isJson(permissions) ? Object.entries(permissions) : []
  return [
    ...(isJson(workspace) && workspace['network_access'] === true ? [open('sandbox_workspace_write.network_access')] : []),
    ...(isJson(workspace) ? textsOf(workspace['writable_roots']).flatMap((path, index) => wholeDisk(path, `${place}sandbox_workspace_write.writable_roots[${index}]`)) : []),
    ...profiles.flatMap(([name, profile]) => {
      const network = isJson(profile) ? profile['network'] : null
      const domains = isJson(network) ? network['domains'] : null
      return isJson(network) && network['enabled'] === true && isJson(domains) && domains['*'] === 'allow' ? [open(`permissions.${name}.network.domains.*`)] : []
    }),
  ]
}

function trusted(place: string, path: string): PlacedFinding {
  return nobodyAsked(place, { severity: 'medium', reason: { en: `whatever lies below ${path} is trusted, also what is fetched there`, ja: `${path} 以下は、後から取得したものも含めてすべて信頼される` } })
}

function serversOf({ mcp_servers: servers }: Json): PlacedFinding[] {
  return isJson(servers) ? Object.entries(servers).flatMap(([name, server]) => isJson(server) && server['default_tools_approval_mode'] === 'approve'
    ? [nobodyAsked(`mcp_servers.${name}.default_tools_approval_mode`, { severity: 'medium', reason: { en: 'nobody is asked before any tool of this server runs', ja: 'このサーバーのすべてのツールが確認なしに実行される' } })]
    : []) : []
}
