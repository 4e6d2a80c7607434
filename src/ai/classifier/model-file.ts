import { writeFileSync } from 'node:fs'
import * as z from 'zod'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import type { Classifier } from './classifier.ts'
import { readGuardBytes, readGuardFile } from '../signature/read-guard-file.ts'
import { conceptKeys } from './concept-keys.ts'
import { MODEL_SIZE } from './defaults.ts'
import type { LinearModel } from './linear-model.ts'
import { rarityAsSteps, rarityFrom } from './rarity.ts'

/** What one step of a weight is worth, and the log-odds of no features. */
const linearSchema = z.strictObject({ scale: z.number().positive(), bias: z.number() })

/** Log-odds from which a text is flagged, and from which it is blocked. */
const cutsSchema = z.strictObject({ flag: z.number(), block: z.number() })

/** What the models were learnt from and where they cut; rarities and weights lie beside it, one byte each. */
const modelCardSchema = z.strictObject({
  whole: linearSchema,
  windows: linearSchema.extend(cutsSchema.shape),
  /** Of a text and its worst window together. */
  together: cutsSchema,
  /** More is needed for each doubling of a text's windows: the best of many is high by chance. */
  perDoubling: z.number().min(0),
  /** Log-odds that a text needs less which hides its words. */
  disguised: z.number().min(0),
  learntFrom: z.array(z.strictObject({ set: z.string(), hostile: z.int(), benign: z.int() })),
})

export type ModelCard = z.infer<typeof modelCardSchema>

export interface TrainedClassifier {
  readonly classifier: Classifier
  readonly card: ModelCard
}

const LARGEST_BYTE = 127
const TABLES = 3

/**
 * @param path without its ending; `.json` and `.bin` lie side by side
 * @param concepts their names by their numbers
 * @throws NoroshiError `bad-guard-data`
 */
export function loadModel(path: string, concepts: readonly string[]): TrainedClassifier {
  const card = readGuardFile(`${path}.json`, modelCardSchema)
  const bytes = readGuardBytes(`${path}.bin`)
  if (bytes.length !== TABLES * MODEL_SIZE) throw new NoroshiError('bad-guard-data', `${path}.bin: ${bytes.length} bytes, expected ${TABLES * MODEL_SIZE}`)
  const table = (index: number) => bytes.subarray(index * MODEL_SIZE, (index + 1) * MODEL_SIZE)
  return {
    card,
    classifier: {
      rarity: rarityFrom(table(0)), conceptKeys: conceptKeys(concepts), perDoubling: card.perDoubling,
      whole: { weights: asWeights(table(1)), scale: card.whole.scale, bias: card.whole.bias },
      windows: { weights: asWeights(table(2)), scale: card.windows.scale, bias: card.windows.bias },
    },
  }
}

/** @param classifier its models quantised */
export function saveModel(path: string, { classifier: { rarity, whole, windows }, card }: TrainedClassifier): void {
  writeFileSync(`${path}.bin`, Buffer.concat([rarityAsSteps(rarity), asBytes(whole), asBytes(windows)]))
  writeFileSync(`${path}.json`, `${JSON.stringify(card, null, 2)}\n`)
}

/** The weights as signed bytes: the largest becomes 127. */
export function quantise({ weights, scale, bias }: LinearModel): LinearModel {
  let largest = 0
  for (const weight of weights) largest = Math.max(largest, Math.abs(weight))
  const step = largest === 0 ? 1 : largest / LARGEST_BYTE
  return { weights: Int8Array.from(weights, weight => Math.round(weight / step)), scale: scale * step, bias }
}

function asWeights(bytes: Buffer): Int8Array {
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}

function asBytes({ weights }: LinearModel): Uint8Array {
  return new Uint8Array(Int8Array.from(weights).buffer)
}
