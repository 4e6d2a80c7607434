import type { ModelCard } from '../../src/ai/classifier/model-file.ts'
import { quantise } from '../../src/ai/classifier/model-file.ts'
import type { Model } from '../../src/ai/classifier/model.ts'
import { scoreRanges } from '../../src/ai/classifier/model.ts'
import { Contexts } from '../../src/ai/context/contexts.ts'
import { loadContextWords } from '../../src/ai/context/load-context-words.ts'
import type { Guard } from '../../src/ai/judge/guard.ts'
import type { Signatures } from '../../src/ai/signature/signatures.ts'
import { SECURITY_SET } from './guard-rows.ts'
import { ORDINARY_SET } from './ordinary-rows.ts'
import type { SplitRow } from './split-rows.ts'
import type { Example } from './train-model.ts'
import { exampleOf, trainModel } from './train-model.ts'

/** Shares of benign rows, scored by models that did not learn from them, that may lie above the cut of a flag, and of a block. */
const FLAGGED_BENIGN = 0.011
const FLAGGED_SECURITY = 0.012
const BLOCKED_BENIGN = 0.001
const FOLDS = 4
/** Log-odds that the best of twice as many windows must have more. */
const PER_DOUBLING = 0.25

interface Scored {
  readonly row: SplitRow
  readonly odds: number
}

/**
 * Learns a model from rows and sets its cuts by cross-validation: each fold is scored by a model of the others, so that the cuts hold for texts that
 * were not learnt from. What a signature decides anyway does not count.
 */
export function fitGuard(signatures: Signatures, rows: readonly SplitRow[]): Guard {
  const examples = new Map<SplitRow, Example>(rows.map(row => [row, exampleOf(signatures, { text: row.canonical.text, isHostile: row.isHostile, source: row.source })]))
  const scored: Scored[] = []
  for (let fold = 0; fold < FOLDS; fold++) {
    const model = trainModel(rows.filter(({ tenth }) => tenth % FOLDS !== fold).map(row => examples.get(row)!))
    for (const row of rows) if (!row.isHostile && row.tenth % FOLDS === fold && !isCertain(signatures, row)) scored.push({ row, odds: oddsOf(model, examples.get(row)!) })
  }
  // Our own are hard on purpose: they stand for no share of what people write.
  const general = scored.filter(({ row }) => row.source !== SECURITY_SET && row.source !== ORDINARY_SET)
  const security = scored.filter(({ row }) => row.source === SECURITY_SET)
  const model = quantise(trainModel([...examples.values()]))
  const card: ModelCard = {
    scale: model.scale,
    bias: model.bias,
    flag: Math.max(above(general, FLAGGED_BENIGN), above(security, FLAGGED_SECURITY)),
    block: above([...general, ...security], BLOCKED_BENIGN),
    perDoubling: PER_DOUBLING,
    learntFrom: [...new Set(rows.map(({ source }) => source))].map(set => {
      const own = rows.filter(({ source }) => source === set)
      return { set, hostile: own.filter(({ isHostile }) => isHostile).length, benign: own.filter(({ isHostile }) => !isHostile).length }
    }),
  }
  return { signatures, contexts: new Contexts(loadContextWords()), model, card }
}

function oddsOf(model: Model, { features, ranges }: Example): number {
  return Math.max(...scoreRanges(model, features, ranges)) - PER_DOUBLING * Math.log2(Math.max(1, ranges.length))
}

function isCertain(signatures: Signatures, { canonical: { text } }: SplitRow): boolean {
  return signatures.match(text, signatures.conceptsIn(text), 'prompt').some(({ signature }) => signature.weight === 'certain')
}

/** The odds that no more than a share of the rows exceeds. */
function above(scored: readonly Scored[], share: number): number {
  const odds = scored.map(each => each.odds).sort((one, other) => other - one)
  return odds[Math.floor(odds.length * share)] ?? 0
}
