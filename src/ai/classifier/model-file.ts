import { readFileSync, writeFileSync } from 'node:fs'
import * as z from 'zod'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { MODEL_SIZE } from './defaults.ts'
import type { Model } from './model.ts'

/** What a model was learnt from and where it cuts; the weights lie beside it, one signed byte each. */
const modelCardSchema = z.strictObject({
  scale: z.number().positive(),
  bias: z.number(),
  /** Log-odds from which a text is flagged, and from which it is blocked. */
  flag: z.number(),
  block: z.number(),
  /** More is needed for each doubling of a text's windows: the best of many is high by chance. */
  perDoubling: z.number().min(0),
  learntFrom: z.array(z.strictObject({ set: z.string(), hostile: z.int(), benign: z.int() })),
})

export type ModelCard = z.infer<typeof modelCardSchema>

export interface TrainedModel {
  readonly model: Model
  readonly card: ModelCard
}

const LARGEST_BYTE = 127

/**
 * @param path without its ending; `.json` and `.bin` lie side by side
 * @throws NoroshiError `bad-guard-data`
 */
export function loadModel(path: string): TrainedModel {
  const card = modelCardSchema.safeParse(JSON.parse(readFileSync(`${path}.json`, 'utf8')))
  if (!card.success) throw new NoroshiError('bad-guard-data', `${path}.json: ${z.prettifyError(card.error)}`)
  const bytes = readFileSync(`${path}.bin`)
  if (bytes.length !== MODEL_SIZE) throw new NoroshiError('bad-guard-data', `${path}.bin: ${bytes.length} bytes, expected ${MODEL_SIZE}`)
  const { scale, bias } = card.data
  return { model: { weights: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length), scale, bias }, card: card.data }
}

/** The weights as signed bytes: the largest becomes 127. */
export function quantise({ weights, scale, bias }: Model): Model {
  let largest = 0
  for (const weight of weights) largest = Math.max(largest, Math.abs(weight))
  const step = largest === 0 ? 1 : largest / LARGEST_BYTE
  return { weights: Int8Array.from(weights, weight => Math.round(weight / step)), scale: scale * step, bias }
}

/** @param model quantised */
export function saveModel(path: string, { model, card }: TrainedModel): void {
  writeFileSync(`${path}.bin`, Int8Array.from(model.weights))
  writeFileSync(`${path}.json`, `${JSON.stringify(card, null, 2)}\n`)
}
