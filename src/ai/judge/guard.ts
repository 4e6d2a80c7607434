import { join } from 'node:path'
import type { TrainedClassifier } from '../classifier/model-file.ts'
import { loadModel } from '../classifier/model-file.ts'
import { Contexts } from '../context/contexts.ts'
import { GUARD_DIRECTORY, loadSignatures } from '../signature/load-signatures.ts'
import type { Signatures } from '../signature/signatures.ts'

/** What people wrote: words and their signatures. */
export interface GuardData {
  readonly signatures: Signatures
  readonly contexts: Contexts
}

/** What every judgement needs; loaded once. */
export type Guard = GuardData & TrainedClassifier

/** @throws NoroshiError `bad-guard-data` */
export function openGuard(directory: string = GUARD_DIRECTORY): Guard {
  const data = openGuardData(directory)
  return { ...data, ...loadModel(join(directory, 'model'), data.signatures.concepts) }
}

/** @throws NoroshiError `bad-guard-data` */
export function openGuardData(directory: string = GUARD_DIRECTORY): GuardData {
  return { signatures: loadSignatures(directory), contexts: new Contexts(directory) }
}
