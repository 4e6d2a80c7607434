import { bothOdds, wholeOf } from '../../src/ai/classifier/classifier.ts'
import { conceptKeys } from '../../src/ai/classifier/concept-keys.ts'
import type { LinearModel } from '../../src/ai/classifier/linear-model.ts'
import { scoreRanges } from '../../src/ai/classifier/linear-model.ts'
import type { ModelCard } from '../../src/ai/classifier/model-file.ts'
import { quantise } from '../../src/ai/classifier/model-file.ts'
import { rarityOf } from '../../src/ai/classifier/rarity.ts'
import type { Guard, GuardData } from '../../src/ai/judge/guard.ts'
import type { Signatures } from '../../src/ai/signature/signatures.ts'
import { isHidden } from '../../src/ai/text/canonicalise.ts'
import type { Calibration } from './calibrate.ts'
import { calibrate } from './calibrate.ts'
import type { Example } from './example.ts'
import { exampleOf, weighted } from './example.ts'
import { SECURITY_SET } from './guard-rows.ts'
import { ORDINARY_SET } from './own-rows.ts'
import type { SplitRow } from './split-rows.ts'
import { trainWhole, trainWindows } from './train-model.ts'

/** Shares of benign rows, scored by models that did not learn from them, that may lie above the cut of a flag: by their windows, and in all. */
const FLAGGED_BY_WINDOW = 0.005
const FLAGGED_BENIGN = 0.009
const FLAGGED_SECURITY = 0.008
const BLOCKED_BENIGN = 0.0007
const FOLDS = 8
/** Score of the model of windows that the best of twice as many must have more. */
const PER_DOUBLING = 0.2
/** Log-odds that a text needs less which hides its words. */
const DISGUISED = 0.5

interface Scored {
  readonly row: SplitRow
  readonly isHostile: boolean
  readonly isCertain: boolean
  readonly whole: number
  /** What each window scores, by the model of wholes and by that of windows. */
  readonly windows: readonly (readonly [number, number])[]
}

/** Log-odds as they are held to the cuts. */
interface Judged extends Omit<Scored, 'whole' | 'windows'> {
  readonly window: number
  readonly both: number
}

/**
 * Learns the classifier from rows and sets its cuts by cross-validation: each fold is scored by models of the others, so that log-odds and cuts hold for
 * texts that were not learnt from. What a signature decides anyway does not count.
 */
export function fitGuard(guard: GuardData, rows: readonly SplitRow[]): Guard {
  const examples = rows.map(row => exampleOf(guard.signatures, row))
  const scored = Array.from({ length: FOLDS }, (_, fold) => scoredFold(guard.signatures, examples, fold)).flat()
  const toWhole = calibrate(scored.map(({ whole, isHostile }) => ({ score: whole, isHostile })))
  const toWindows = calibrate(scored.map(({ windows, isHostile }) => ({ score: Math.max(...windows.map(each => each[1])) - companions(windows), isHostile })))
  const cuts = cutsOf(scored.map(each => judged(each, toWhole, toWindows)))
  const learnt = learn(examples)
  const whole = quantise(inLogOdds(learnt.whole, toWhole))
  const windows = quantise(inLogOdds(learnt.windows, toWindows))
  const perDoubling = PER_DOUBLING * toWindows.slope
  const card: ModelCard = {
    whole: { scale: whole.scale, bias: whole.bias },
    windows: { scale: windows.scale, bias: windows.bias, flag: cuts.windowFlag, block: cuts.windowBlock },
    together: { flag: cuts.bothFlag, block: cuts.bothBlock },
    perDoubling, disguised: DISGUISED,
    learntFrom: [...new Set(rows.map(({ source }) => source))].map(set => {
      const own = rows.filter(({ source }) => source === set)
      return { set, hostile: own.filter(({ isHostile }) => isHostile).length, benign: own.filter(({ isHostile }) => !isHostile).length }
    }),
  }
  return { ...guard, card, classifier: { rarity: learnt.rarity, conceptKeys: conceptKeys(guard.signatures.concepts), perDoubling, whole, windows } }
}

function learn(examples: readonly Example[]) {
  const rarity = rarityOf(examples.map(({ features }) => features.places))
  const own = examples.map(example => weighted(example, rarity))
  return { rarity, whole: trainWhole(own), windows: trainWindows(own) }
}

function scoredFold(signatures: Signatures, examples: readonly Example[], fold: number): Scored[] {
  const { rarity, whole, windows } = learn(examples.filter(({ row }) => row.tenth % FOLDS !== fold))
  return examples.filter(({ row }) => row.tenth % FOLDS === fold).map(example => {
    const { features, ranges } = weighted(example, rarity)
    const byWindows = scoreRanges(windows, features, ranges)
    return {
      row: example.row, isHostile: example.isHostile, isCertain: isDecided(signatures, example.row),
      whole: scoreRanges(whole, features, [wholeOf(features)])[0]!,
      windows: [...scoreRanges(whole, features, ranges)].map((each, index) => [each, byWindows[index]!] as const),
    }
  })
}

function judged({ row, isHostile, isCertain, whole, windows }: Scored, toWhole: Calibration, toWindows: Calibration): Judged {
  const more = isHidden(row.canonical) ? DISGUISED : 0
  const window = Math.max(...windows.map(([one, other]) => bothOdds(calibrated(one, toWhole), calibrated(other, toWindows)))) - toWindows.slope * companions(windows)
  return { row, isHostile, isCertain, window: window + more, both: bothOdds(calibrated(whole, toWhole), window) + more }
}

function companions({ length }: readonly unknown[]): number {
  return PER_DOUBLING * Math.log2(Math.max(1, length))
}

function cutsOf(texts: readonly Judged[]) {
  const benign = texts.filter(({ isHostile, isCertain }) => !isHostile && !isCertain)
  // Our own are hard on purpose: they stand for no share of what people write.
  const general = benign.filter(({ row }) => row.source !== SECURITY_SET && row.source !== ORDINARY_SET)
  const security = benign.filter(({ row }) => row.source === SECURITY_SET)
  const windowFlag = Math.max(above(general, FLAGGED_BY_WINDOW, ({ window }) => window), above(security, FLAGGED_SECURITY / 2, ({ window }) => window))
  const left = (rows: readonly Judged[]) => rows.filter(({ window }) => window <= windowFlag)
  const share = (rows: readonly Judged[], all: number) => Math.max(0, all * rows.length - (rows.length - left(rows).length)) / Math.max(1, left(rows).length)
  const bothFlag = Math.max(
    above(left(general), share(general, FLAGGED_BENIGN), ({ both }) => both), above(left(security), share(security, FLAGGED_SECURITY), ({ both }) => both),
  )
  return {
    windowFlag, bothFlag,
    windowBlock: above([...general, ...security], BLOCKED_BENIGN, ({ window }) => window), bothBlock: above([...general, ...security], BLOCKED_BENIGN, ({ both }) => both),
  }
}

function calibrated(score: number, { slope, offset }: Calibration): number {
  return slope * score + offset
}

function inLogOdds({ weights, scale, bias }: LinearModel, calibration: Calibration): LinearModel {
  return { weights, scale: scale * calibration.slope, bias: calibrated(bias, calibration) }
}

function isDecided(signatures: Signatures, { canonical: { text } }: SplitRow): boolean {
  return signatures.match(text, signatures.conceptsIn(text), 'prompt').some(({ signature }) => signature.weight === 'certain')
}

/** The odds that no more than a share of the rows exceeds. */
function above(texts: readonly Judged[], share: number, oddsOf: (judged: Judged) => number): number {
  const odds = texts.map(oddsOf).sort((one, other) => other - one)
  return odds[Math.floor(odds.length * share)] ?? 0
}
