import type { TermHit } from '../signature/term-automaton.ts'
import type { FeatureRange, LinearModel } from './linear-model.ts'
import { featureRanges, scoreRanges } from './linear-model.ts'
import type { Rarity } from './rarity.ts'
import type { TextFeatures } from './text-features.ts'
import { textFeatures } from './text-features.ts'
import type { TextWindow } from './text-windows.ts'
import { textWindows } from './text-windows.ts'

/**
 * Two linear models over the same features: one judges a text as a whole, the other its windows, so that a short text is judged by all of it and
 * one hostile sentence in a long one is not outvoted.
 */
export interface Classifier {
  readonly rarity: Rarity
  readonly conceptKeys: Int32Array
  readonly whole: LinearModel
  readonly windows: LinearModel
  /** Log-odds that the best window of a text must have more for each doubling of their number: the best of many is high by chance. */
  readonly perDoubling: number
}

export interface ClassifiedText {
  readonly features: TextFeatures
  /** Log-odds of being hostile, as a whole. */
  readonly whole: number
  readonly windows: readonly TextWindow[]
  readonly ranges: readonly FeatureRange[]
  /** Log-odds of each window by both models, less what its companions cost. */
  readonly odds: Float64Array
}

/**
 * @param text in canonical form
 * @param concepts of that
 * @param isLookedAt which windows count
 */
export function classify(classifier: Classifier, text: string, concepts: readonly TermHit[], isLookedAt: (window: TextWindow) => boolean = () => true): ClassifiedText {
  const features = textFeatures(classifier.rarity, text, concepts, classifier.conceptKeys)
  const windows = textWindows(text).filter(isLookedAt)
  const ranges = featureRanges(features, windows)
  const companions = classifier.perDoubling * Math.log2(Math.max(1, windows.length))
  const asWholes = scoreRanges(classifier.whole, features, [wholeOf(features), ...ranges])
  const odds = scoreRanges(classifier.windows, features, ranges).map((each, index) => bothOdds(asWholes[index + 1]!, each) - companions)
  return { features, whole: asWholes[0]!, windows, ranges, odds }
}

/** What two models say together, of one stretch of text or of a whole and its worst window, in log-odds. */
export function bothOdds(one: number, other: number): number {
  return (one + other) / 2
}

/** The range of all features. */
export function wholeOf({ count }: TextFeatures): FeatureRange {
  return { from: 0, to: count }
}

/** Which window looks worst; -1 where there is none. */
export function worstWindow({ odds }: ClassifiedText): number {
  let worst = -1
  for (let index = 0; index < odds.length; index++) if (worst < 0 || odds[index]! > odds[worst]!) worst = index
  return worst
}
