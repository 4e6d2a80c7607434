import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Case } from '../src/model/case.ts'
import type { FindingPart } from '../src/model/finding-part.ts'
import { findingOf, mergeParts } from '../src/model/finding-part.ts'
import { matchId } from '../src/model/ids.ts'
import type { JudgedFindings, Verdict } from '../src/model/verdict.ts'
import { VERDICTS } from '../src/model/verdict.ts'
import { readCase } from '../src/pipeline/cases/read-case.ts'
import { foldLedger } from '../src/pipeline/ingest/fold-cases.ts'
import { listCases } from '../src/store/cases/list-cases.ts'
import type { Decision, StoredDecision } from '../src/store/decisions/decision.ts'
import { STATUSES } from '../src/store/decisions/decision.ts'
import { decisionsOf, decisionsWithoutEvidence } from '../src/store/decisions/decision-history.ts'
import { recordDecision, withdrawDecision } from '../src/store/decisions/record-decision.ts'
import { auditEntries } from '../src/store/ledger/audit.ts'
import { deleteEvidence } from '../src/store/ledger/delete-evidence.ts'
import type { Ledger } from '../src/store/ledger/ledger.ts'
import { recordEvidence } from '../src/store/ledger/record-evidence.ts'
import { startRun } from '../src/store/ledger/run.ts'
import { work } from '../src/store/ledger/testing/clumsy-worker.ts'
import type { SampleEvidence } from '../src/store/ledger/testing/sample-chunks.ts'
import { planOf } from '../src/store/ledger/testing/sample-chunks.ts'
import { makeCases, verdictRules } from '../src/triage/index.ts'

/** A store, and what it must come to by the simplest means. */
export class World {
  readonly #ledger: Ledger
  readonly #evidence: readonly SampleEvidence[]
  /** Rule set by evidence that is there. */
  readonly #read = new Map<SampleEvidence, number>()
  readonly #entered: { readonly stored: StoredDecision; readonly judged: readonly string[]; withdrawn: boolean }[] = []
  /** Every case id that was shown, with the finding and the match it began with then. */
  readonly #shown = new Map<string, { readonly finding: string; readonly match: string }>()
  #cases: readonly Case[] = []
  /** The finding of every match, at the last fold. */
  #placed: ReadonlyMap<string, string> = new Map()
  /** Something was read or deleted since. */
  #isBehind = false

  constructor(ledger: Ledger, evidence: readonly SampleEvidence[]) {
    this.#ledger = ledger
    this.#evidence = evidence
  }

  async does(deed: 'ingest' | 'rerun' | 'delete' | 'decide' | 'withdraw' | 'fold', choice: number): Promise<void> {
    const evidence = this.#evidence[choice % this.#evidence.length]!
    const ruleSet = (choice >> 4) % 2
    if (deed === 'ingest' || deed === 'rerun' || deed === 'delete') this.#isBehind = true
    switch (deed) {
      case 'ingest':
        if (this.#read.has(evidence)) return
        await recordEvidence(this.#ledger, evidence.found, planOf(evidence, ruleSet))
        await work(this.#ledger, this.#evidence, () => 50)
        this.#read.set(evidence, ruleSet)
        return
      case 'rerun':
        if (await startRun(this.#ledger, evidence.found.sha256, planOf(evidence, ruleSet)) === undefined) return
        await work(this.#ledger, this.#evidence, () => 50)
        this.#read.set(evidence, ruleSet)
        return
      case 'delete':
        if (choice % 3 > 0 || !this.#read.delete(evidence)) return
        await deleteEvidence(this.#ledger, evidence.found.sha256, 'ann')
        return
      case 'decide':
        return this.#decide(choice)
      case 'withdraw':
        return this.#withdraw(choice)
      case 'fold':
        await foldLedger(this.#ledger, async () => new Map(), makeCases)
        return this.#expectAll()
    }
  }

  async #decide(choice: number): Promise<void> {
    const ids = this.#askable()
    const id = ids[choice % ids.length]
    const now = id === undefined ? undefined : this.#resolve(id)
    if (id === undefined || now === undefined) return
    const key = randomUUID()
    const decision = this.#someDecision(choice >> 3)
    const enter = () => recordDecision(this.#ledger, id, decision, { person: 'ann', key }, verdictRules)
    const first = this.#shown.get(now)!
    if (decision.kind === 'together' && this.#shown.get(this.#resolve(decision.value) ?? '')?.match === first.match) {
      await expectRefused(enter())
      return
    }
    const stored = await enter()
    // Sent twice, it is entered once; another under the same key is refused.
    expectEqual(await enter(), stored)
    await expectRefused(recordDecision(this.#ledger, id, { kind: 'note', value: 'another' }, { person: 'ann', key }, verdictRules))
    expectLike(stored, { ...decision, match: first.match, enteredOn: now, shownOn: now, person: 'ann', withdrawnBy: null })
    const members = this.#cases.find(each => each.id === now)!.findings
    this.#entered.push({ stored, judged: decision.kind === 'verdict' ? members : [], withdrawn: false })
    expectLike((await auditEntries(this.#ledger, 1))[0], { person: 'ann', action: `decision.${decision.kind}`, subject: now, details: { decision: stored.id } })
    await this.#expectStates()
  }

  async #withdraw(choice: number): Promise<void> {
    const taken = this.#entered[choice % Math.max(1, this.#entered.length)]
    if (taken === undefined) return
    const withdrawal = withdrawDecision(this.#ledger, taken.stored.id, { person: 'bob', key: randomUUID() }, verdictRules)
    if (taken.withdrawn) {
      await expectRefused(withdrawal)
      return
    }
    taken.withdrawn = true
    await expectRefused(withdrawDecision(this.#ledger, (await withdrawal).id, { person: 'bob', key: randomUUID() }, verdictRules))
    await this.#expectStates()
  }

  #someDecision(choice: number): Decision {
    const ids = this.#askable()
    const kinds: readonly Decision[] = [
      { kind: 'verdict', value: VERDICTS[choice % VERDICTS.length]! },
      { kind: 'status', value: STATUSES[choice % STATUSES.length]! },
      { kind: 'owner', value: ['', 'ann', '日本'][choice % 3]! },
      { kind: 'note', value: `note ${choice}` },
      { kind: 'together', value: ids[choice % ids.length]! },
    ]
    return kinds[(choice >> 2) % kinds.length]!
  }

  /** Ids that lead to a case; old ones only while their matches are where the last fold saw them. */
  #askable(): string[] {
    return [...this.#shown.keys()].filter(id => this.#isBehind ? this.#cases.some(each => each.id === id) : this.#resolve(id) !== undefined)
  }

  /** After a fold: the cases are those of memory under the verdicts of memory, and each decision is where its match is. */
  async #expectAll(): Promise<void> {
    const parts = this.#parts()
    this.#isBehind = false
    this.#placed = new Map(parts.flatMap(({ id: finding, detector, rule, events }) => events.map(({ id }) => [matchId(detector, rule.id, id), finding])))
    const findings = [...Map.groupBy(parts, ({ id }) => id).values()].map(group => findingOf(group.reduce(mergeParts)))
    const verdicts = this.#verdicts()
    const { cases } = makeCases(findings, verdicts)
    this.#cases = cases
    for (const { id, findings: [first] } of cases) {
      const { detector, rule, events } = findings.find(each => each.id === first)!
      this.#shown.set(id, { finding: first!, match: matchId(detector, rule.id, events[0]!.id) })
    }
    const rows = await listCases(this.#ledger, { limit: 10_000 })
    expectEqual(rows.map(({ id, priority }) => [id, priority]).sort(), cases.map(({ id, priority }) => [id, priority]).sort())
    for (const each of cases) {
      const shown = (await readCase(this.#ledger, each.id, verdictRules))!.case
      expectEqual({ ...shown, explanation: { ...shown.explanation, confidence: null } }, { ...each, explanation: { ...each.explanation, confidence: null } })
    }
    for (const id of this.#shown.keys()) expectEqual((await readCase(this.#ledger, id, verdictRules))?.case.id, this.#resolve(id))
    await this.#expectStates()
    const lost = this.#entered.filter(({ stored }) => this.#caseOf(stored.match) === undefined).map(({ stored }) => stored.id)
    const listed = await decisionsWithoutEvidence(this.#ledger, 10_000)
    expectEqual(listed.filter(({ kind }) => kind !== 'withdrawal').map(({ id }) => id).sort(), lost.sort())
  }

  /** The queue shows the newest of each kind that nobody took back; the history all of them. */
  async #expectStates(): Promise<void> {
    for (const row of await listCases(this.#ledger, { limit: 10_000 })) {
      const here = this.#entered.filter(({ stored }) => this.#caseOf(stored.match) === row.id)
      const standing = here.filter(({ withdrawn }) => !withdrawn)
      const newest = (kind: string) => standing.findLast(({ stored }) => stored.kind === kind)?.stored.value
      expectLike(row, {
        status: newest('status') ?? 'new', owner: newest('owner') || null, verdict: newest('verdict') ?? null,
        notes: standing.filter(({ stored }) => stored.kind === 'note').length,
      })
      const history = (await decisionsOf(this.#ledger, row.id)).filter(({ kind, shownOn }) => kind !== 'withdrawal' && shownOn === row.id)
      expectEqual(history.map(({ id, withdrawnBy }) => [id, withdrawnBy !== null]), here.map(({ stored, withdrawn }) => [stored.id, withdrawn]).reverse())
    }
  }

  #verdicts(): JudgedFindings {
    const verdicts = new Map<string, Verdict>()
    for (const { stored, judged, withdrawn } of this.#entered) {
      const verdict = VERDICTS.find(each => each === stored.value)
      if (stored.kind !== 'verdict' || withdrawn || verdict === undefined) continue
      for (const finding of [...judged, this.#placed.get(stored.match)]) if (finding !== undefined) verdicts.set(finding, verdict)
    }
    return verdicts
  }

  #parts(): FindingPart[] {
    return [...this.#read].flatMap(([{ results }, ruleSet]) => results[ruleSet]!.flatMap(({ parts }) => parts))
  }

  /** The case that holds a match in the last generation. */
  #caseOf(match: string): string | undefined {
    const finding = this.#placed.get(match)
    return finding === undefined ? undefined : this.#cases.find(({ findings }) => findings.includes(finding))?.id
  }

  #resolve(id: string): string | undefined {
    if (this.#cases.some(each => each.id === id)) return id
    const { finding, match } = this.#shown.get(id)!
    return this.#cases.find(({ findings }) => findings.includes(finding))?.id ?? this.#caseOf(match)
  }
}

function expectEqual(actual: unknown, expected: unknown): void {
  expect(actual).toEqual(expected)
}

function expectLike(actual: unknown, expected: object): void {
  expect(actual).toMatchObject(expected)
}

async function expectRefused(entering: Promise<unknown>): Promise<void> {
  await expect(entering).rejects.toMatchObject({ code: 'bad-decision' })
}
