import type { GuardReason } from '../judge/verdict.ts'
import { REVIEW_DAYS } from '../inventory/defaults.ts'
import type { AiSystem } from '../inventory/system-schema.ts'

/** What Noroshi sees by itself, by name. */
export const EVIDENCE = [
  'purpose', 'owner', 'limits', 'data-classified', 'data-sourced', 'data-owned', 'data-kept', 'prompts-versioned', 'tools-described', 'tools-pinned', 'licences', 'models-versioned', 'weights-hashed', 'reviewed',
  'redteam-recent', 'redteam-resists', 'redteam-helpful', 'gateway', 'gateway-stops', 'gateway-answers', 'gateway-budget', 'gateway-tools', 'gateway-canaries', 'gateway-records', 'rules',
] as const

export type EvidenceName = (typeof EVIDENCE)[number]

/** How an application is set in noroshi.yaml, as far as evidence goes. */
export interface GuardedApplication {
  readonly name: string
  readonly policy: string
  /** Whether the policy stops what is hostile. */
  readonly stops: boolean
  readonly judgesAnswers: boolean
  readonly tokensPerDay?: number | undefined
  readonly canaries: readonly string[]
  readonly tools: { readonly untrusted: readonly string[]; readonly private: readonly string[]; readonly outside: readonly string[]; readonly third: string }
}

/** A red-team run in figures. */
export interface RedTeamFigures {
  /** ISO 8601. */
  readonly started: string
  readonly attempts: number
  readonly succeeded: number
  readonly ordinary: number
  readonly refused: number
}

export interface Surroundings {
  readonly applications: readonly GuardedApplication[]
  /** By system; why it cannot be read, or null where none is named. */
  redTeam(system: AiSystem): RedTeamFigures | { readonly problem: string } | null
  /** Rules about what the gateway writes down. */
  readonly gatewayRules: number
  /** ISO 8601 day. */
  readonly today: string
}

export interface Seen {
  readonly isMet: boolean
  readonly evidence: GuardReason
}

/** Of ordinary questions, what a system may refuse and still be of use: the bar of over-defence of the red team. */
const MOST_REFUSED_SHARE = 0.02
const DAY_MS = 86_400_000

/** What there is to see for one item of a checklist; null where it does not apply (no tools, no data). */
export function lookFor(name: EvidenceName, system: AiSystem, surroundings: Surroundings): Seen | null {
  const { models, prompts, tools, data, owner, purpose, reviewed } = system
  switch (name) {
    case 'purpose': return seen(purpose !== undefined, purpose ?? NO_ENTRY, purpose ?? NO_ENTRY_JA)
    case 'owner': return seen(owner !== undefined, owner?.name ?? NO_ENTRY, owner?.name ?? NO_ENTRY_JA)
    case 'limits': return ofEach(models, ({ limits }) => limits.length > 0, 'limits', '限界')
    case 'models-versioned': return ofEach(models, ({ version }) => version !== undefined, 'a version', '版')
    case 'weights-hashed': return ofEach(models.filter(({ runs }) => runs === 'local'), ({ sha256 }) => sha256 !== undefined, 'a hash', 'ハッシュ')
    case 'prompts-versioned': return ofEach(prompts, ({ version, sha256 }) => version !== undefined || sha256 !== undefined, 'a version or hash', '版またはハッシュ')
    case 'tools-described': return ofEach(tools, ({ effects }) => effects.length > 0, 'effects', '作用の記載')
    case 'tools-pinned': return ofEach(tools.filter(({ kind }) => kind === 'mcp'), ({ pin }) => pin !== undefined, 'a pin', '固定値')
    case 'data-classified': return ofEach(data, ({ classification, source }) => classification !== undefined && source !== undefined, 'a source and a classification', '入手元と機密区分')
    case 'data-sourced': return ofEach(data, ({ source }) => source !== undefined, 'a source', '入手元')
    case 'data-owned': return ofEach(data, set => set.owner !== undefined, 'an owner', '責任者')
    case 'data-kept': return ofEach(data, ({ keptDays }) => keptDays !== undefined, 'a time of keeping', '保存期間')
    case 'licences': return ofEach([...models.filter(({ runs }) => runs === 'local'), ...data.filter(({ use }) => use !== 'logs')], ({ licence }) => licence !== undefined, 'a licence', 'ライセンス')
    case 'reviewed': return reviewed === undefined ? seen(false, NO_ENTRY, NO_ENTRY_JA) : recent(reviewed, surroundings.today)
    case 'redteam-recent': case 'redteam-resists': case 'redteam-helpful': return redTeam(name, surroundings.redTeam(system), surroundings.today)
    case 'rules': return seen(surroundings.gatewayRules > 0, `${surroundings.gatewayRules} rules about what the gateway writes down`, `ゲートウェイの記録に対するルール ${surroundings.gatewayRules} 件`)
    default: return gateway(name, system, surroundings)
  }
}

function gateway(name: Extract<EvidenceName, `gateway${string}`>, { application }: AiSystem, { applications }: Surroundings): Seen {
  const found = applications.find(each => each.name === application)
  if (found === undefined) {
    return application === undefined ? seen(false, 'it names no application of the gateway', 'ゲートウェイのアプリケーション名が登録されていない') : seen(false, `noroshi.yaml has no application ${application}`, `noroshi.yaml にアプリケーション ${application} がない`)
  }
  const { policy, stops, judgesAnswers, tokensPerDay, canaries, tools } = found
  switch (name) {
    case 'gateway': return seen(true, `gateway.applications: ${found.name}`, `gateway.applications: ${found.name}`)
    case 'gateway-records': return seen(true, `records of ${found.name} (ai.gateway)`, `${found.name} の記録（ai.gateway）`)
    case 'gateway-stops': return seen(stops, `policy: ${policy}`, `policy: ${policy}`)
    case 'gateway-answers': return seen(judgesAnswers, `judgesAnswers: ${judgesAnswers}`, `judgesAnswers: ${judgesAnswers}`)
    case 'gateway-budget': return seen(tokensPerDay !== undefined, `tokensPerDay: ${tokensPerDay ?? 'none'}`, `tokensPerDay: ${tokensPerDay ?? 'なし'}`)
    case 'gateway-canaries': return seen(canaries.length > 0, `canaries: ${canaries.length}`, `canaries: ${canaries.length}`)
    case 'gateway-tools': {
      const named = tools.untrusted.length + tools.private.length + tools.outside.length
      return seen(named > 0 && tools.third === 'block', `tools: ${named} named, third: ${tools.third}`, `tools: ${named} 件、third: ${tools.third}`)
    }
  }
}

function redTeam(name: 'redteam-recent' | 'redteam-resists' | 'redteam-helpful', run: ReturnType<Surroundings['redTeam']>, today: string): Seen {
  if (run === null) return seen(false, 'no run is named (redteam: redteam.json)', '実行結果が登録されていない（redteam: redteam.json）')
  if ('problem' in run) return seen(false, run.problem, run.problem)
  const { started, attempts, succeeded, ordinary, refused } = run
  switch (name) {
    case 'redteam-recent': return recent(started.slice(0, 10), today)
    case 'redteam-resists': return seen(attempts > 0 && succeeded === 0, `${succeeded} of ${attempts} attacks succeeded`, `攻撃 ${attempts} 件中 ${succeeded} 件が成功`)
    case 'redteam-helpful': return seen(ordinary > 0 && refused / ordinary <= MOST_REFUSED_SHARE, `${refused} of ${ordinary} ordinary questions were refused`, `通常の質問 ${ordinary} 件中 ${refused} 件が拒否された`)
  }
}

function recent(day: string, today: string): Seen {
  const days = Math.floor((Date.parse(today) - Date.parse(day)) / DAY_MS)
  return seen(days >= 0 && days <= REVIEW_DAYS, `${day}, ${days} days ago`, `${day}（${days} 日前）`)
}

function ofEach<T extends { readonly name: string }>(of: readonly T[], holds: (one: T) => boolean, en: string, ja: string): Seen | null {
  if (of.length === 0) return null
  const without = of.filter(one => !holds(one)).map(({ name }) => name)
  return without.length === 0 ? seen(true, `all ${of.length} have ${en}`, `${of.length} 件すべてに${ja}がある`) : seen(false, `without ${en}: ${without.slice(0, 5).join(', ')}`, `${ja}がない：${without.slice(0, 5).join('、')}`)
}

function seen(isMet: boolean, en: string, ja: string): Seen {
  return { isMet, evidence: { en, ja } }
}

const NO_ENTRY = 'nothing is entered'
const NO_ENTRY_JA = '登録されていない'
