import { entityKey } from '../../model/entities.ts'
import { compareText } from '../../model/event-order.ts'
import type { Finding } from '../../model/finding.ts'
import { severityRank } from '../../model/severity.ts'
import { SUBJECT_GAP_US, SUBJECT_SPAN_US, TIE_THRESHOLDS_BY_SUBJECTS, TYING_SEVERITY } from '../defaults.ts'
import { EntityHistory } from './entity-history.ts'
import { batchesOfEqualTime, compareFindings } from './fold-order.ts'
import type { FoldedCase, FoldedFinding, Tie } from './folded-case.ts'
import { RuleHistory } from './rule-history.ts'
import { ThreadGroups } from './thread-groups.ts'
import type { TieKey } from './tie-keys.ts'
import { tieKeysOf } from './tie-keys.ts'
import { findTies } from './ties.ts'

/** Findings → groups that will be cases: a function of the set, whatever the order in which it is given. O(n log n). */
export function foldFindings(findings: readonly Finding[]): FoldedCase[] {
  const fold = new CaseFold()
  for (const batch of batchesOfEqualTime(findings)) fold.accept(batch)
  return fold.result()
}

/**
 * The fold as a state machine. Findings of one subject that are close in time are a *thread*; threads about different subjects are
 * tied by specific things they share. Everything is decided from what came before, so it can run as time goes on.
 */
export class CaseFold {
  readonly #entities = new EntityHistory()
  readonly #rules = new RuleHistory()
  readonly #groups = new ThreadGroups()
  readonly #threads: Thread[] = []
  /** By subject: the thread that a next finding may continue. */
  readonly #open = new Map<string, Thread>()
  readonly #ties: Tie[] = []

  /** All findings of one time, in any order. Times must rise from call to call, null last. */
  accept(batch: readonly Finding[]): void {
    const placed = batch
      .toSorted((a, b) => compareText(a.id, b.id))
      .map(finding => ({ finding, keys: tieKeysOf(finding), thread: this.#place(finding) }))
    const tying = placed.filter(({ finding }) => this.#mayTie(finding))
    for (const { finding, keys, thread } of tying) this.#see(finding, keys, thread)
    const ties = tying.flatMap(({ finding, keys, thread }) => findTies(finding, keys, thread.number, this.#entities))
    for (const tie of ties.toSorted((a, b) => b.weight - a.weight || a.from - b.from || a.to - b.to)) this.#tie(tie)
    for (const { finding, keys } of placed) this.#count(finding, keys)
  }

  /** The groups so far, by their first finding; `accept` may go on afterwards. */
  result(): FoldedCase[] {
    const groups = new Map<number, { findings: FoldedFinding[]; ties: Tie[] }>()
    for (const { number, findings } of this.#threads) {
      const root = this.#groups.find(number)
      const group = groups.get(root)
      if (group === undefined) groups.set(root, { findings: [...findings], ties: [] })
      else group.findings.push(...findings)
    }
    for (const tie of this.#ties) groups.get(this.#groups.find(tie.from))!.ties.push(tie)
    for (const { findings } of groups.values()) findings.sort((a, b) => compareFindings(a.finding, b.finding))
    return [...groups.values()].sort((a, b) => compareFindings(a.findings[0]!.finding, b.findings[0]!.finding))
  }

  #place(finding: Finding): Thread {
    const key = finding.first === null ? `${finding.events[0]?.evidence}\0${subjectKey(finding)}` : subjectKey(finding)
    let thread = this.#open.get(key)
    if (thread === undefined || !continues(thread, finding)) {
      thread = { number: this.#threads.length, start: finding.first, openUntil: finding.first, findings: [] }
      this.#threads.push(thread)
      this.#groups.add(subjectKey(finding))
      this.#open.set(key, thread)
    }
    thread.findings.push({ finding, before: this.#rules.before(finding) })
    if (finding.last !== null && isTying(finding)) thread.openUntil = Math.max(thread.openUntil ?? finding.last, finding.last)
    return thread
  }

  #mayTie(finding: Finding): boolean {
    return finding.first !== null && isTying(finding) && !this.#rules.isCommon(finding, finding.first)
  }

  #see(finding: Finding, keys: readonly TieKey[], thread: Thread): void {
    for (const { key, isSubject } of keys) {
      this.#entities.see(key, { thread: thread.number, subject: finding.subject, isSubject, last: finding.last ?? finding.first ?? 0 })
    }
  }

  #tie(tie: Tie): void {
    if (this.#groups.find(tie.from) === this.#groups.find(tie.to)) return
    const subjects = this.#groups.subjectsTogether(tie.from, tie.to)
    const level = TIE_THRESHOLDS_BY_SUBJECTS.find(each => subjects <= each.subjects)
    if (level === undefined || tie.weight < level.threshold) return
    this.#groups.unite(tie.from, tie.to)
    this.#ties.push(tie)
  }

  #count(finding: Finding, keys: readonly TieKey[]): void {
    this.#rules.count(finding)
    if (finding.first === null) return
    for (const { key } of keys) this.#entities.count(key, subjectKey(finding), finding.first)
  }
}

/** Findings about one subject without a long pause. */
interface Thread {
  readonly number: number
  readonly start: number | null
  /** Microseconds: of the last tying finding, or of the first finding while there is none; weak findings do not keep it open. */
  openUntil: number | null
  readonly findings: FoldedFinding[]
}

function continues(thread: Thread, finding: Finding): boolean {
  if (finding.first === null || thread.start === null || thread.openUntil === null) return finding.first === thread.start
  return finding.first - thread.openUntil <= SUBJECT_GAP_US && finding.first - thread.start <= SUBJECT_SPAN_US
}

function isTying(finding: Finding): boolean {
  return severityRank(finding.rule.level) >= severityRank(TYING_SEVERITY)
}

function subjectKey(finding: Finding): string {
  return entityKey(finding.subject)
}
