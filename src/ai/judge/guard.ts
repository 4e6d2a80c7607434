import { join } from 'node:path'
import type { TrainedModel } from '../classifier/model-file.ts'
import { loadModel } from '../classifier/model-file.ts'
import { Contexts } from '../context/contexts.ts'
import { loadContextWords } from '../context/load-context-words.ts'
import { GUARD_DIRECTORY, loadSignatures } from '../signature/load-signatures.ts'
import type { Signatures } from '../signature/signatures.ts'

/** What every judgement needs; loaded once. */
export interface Guard extends TrainedModel {
  readonly signatures: Signatures
  readonly contexts: Contexts
}

/** @throws NoroshiError `bad-guard-data` */
export function openGuard(directory: string = GUARD_DIRECTORY): Guard {
  return { signatures: loadSignatures(directory), contexts: new Contexts(loadContextWords(directory)), ...loadModel(join(directory, 'model')) }
}
