import type { Language } from './reason.ts'

/** One ATT&CK tactic. Tactics that took another's place in a later release share its `order`. */
export interface Tactic {
  /** As tags and other tools write it: `credential-access`. */
  readonly name: string
  /** `TA0006`; a tactic that was split keeps its id with its first successor. */
  readonly id: string
  /** Place in the matrix, from 0: the usual course of an intrusion. */
  readonly order: number
  readonly title: Readonly<Record<Language, string>>
}

/**
 * The tactics of ATT&CK Enterprise in the order of the matrix, up to release 19, which split Defense Evasion into Stealth and Defense
 * Impairment; below them those that only ICS has. Old and new names stay valid side by side.
 */
export const TACTICS: readonly Tactic[] = [
  tactic('reconnaissance', 'TA0043', 0, 'Reconnaissance', '偵察'),
  tactic('resource-development', 'TA0042', 1, 'Resource Development', 'リソース開発'),
  tactic('initial-access', 'TA0001', 2, 'Initial Access', '初期アクセス'),
  tactic('execution', 'TA0002', 3, 'Execution', '実行'),
  tactic('persistence', 'TA0003', 4, 'Persistence', '永続化'),
  tactic('privilege-escalation', 'TA0004', 5, 'Privilege Escalation', '権限昇格'),
  tactic('stealth', 'TA0005', 6, 'Stealth', '隠密行動'),
  tactic('defense-impairment', 'TA0112', 6, 'Defense Impairment', '防御の妨害'),
  tactic('defense-evasion', 'TA0005', 6, 'Defense Evasion', '防御回避'),
  tactic('credential-access', 'TA0006', 7, 'Credential Access', '認証情報アクセス'),
  tactic('discovery', 'TA0007', 8, 'Discovery', '探索'),
  tactic('lateral-movement', 'TA0008', 9, 'Lateral Movement', '水平展開'),
  tactic('collection', 'TA0009', 10, 'Collection', '収集'),
  tactic('command-and-control', 'TA0011', 11, 'Command and Control', 'C&C 通信'),
  tactic('exfiltration', 'TA0010', 12, 'Exfiltration', '持ち出し'),
  tactic('impact', 'TA0040', 13, 'Impact', '影響'),
  tactic('evasion', 'TA0103', 6, 'Evasion', '回避'),
  tactic('inhibit-response-function', 'TA0107', 12, 'Inhibit Response Function', '対応機能の阻害'),
  tactic('impair-process-control', 'TA0106', 12, 'Impair Process Control', 'プロセス制御の妨害'),
]

const byName = new Map(TACTICS.map(each => [each.name, each]))
const byId = new Map([...TACTICS].reverse().map(each => [each.id, each]))

/** By short name (also with `_` for `-`) or by id, in any case; undefined for one no release knows. */
export function tacticOf(nameOrId: string): Tactic | undefined {
  return byName.get(nameOrId.toLowerCase().replaceAll('_', '-')) ?? byId.get(nameOrId.toUpperCase())
}

/** Place in the matrix; unknown tactics come last. */
export function tacticOrder(name: string): number {
  return tacticOf(name)?.order ?? TACTICS.length
}

/** The tactic's name for people; an unknown one is shown as it is written, never dropped. */
export function tacticTitle(name: string, language: Language): string {
  return tacticOf(name)?.title[language] ?? name
}

/** Distinct, in the order of the matrix; unknown ones last, by name. */
export function sortTactics(names: Iterable<string>): string[] {
  return [...new Set(names)].sort((a, b) => tacticOrder(a) - tacticOrder(b) || (a < b ? -1 : 1))
}

function tactic(name: string, id: string, order: number, en: string, ja: string): Tactic {
  return { name, id, order, title: { en, ja } }
}
