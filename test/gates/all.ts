import { deadCodeGate } from './dead-code.ts'
import { docsGate } from './docs.ts'
import type { Gate } from './gate.ts'
import { layeringGate } from './layering.ts'
import { licencesGate } from './licences.ts'
import { lintGate } from './lint.ts'
import { namesGate } from './names.ts'
import { sizeGate } from './size.ts'
import { typesGate } from './types.ts'

/** Every gate, the slow ones first: at the end the tests may be over. */
export const GATES: readonly Gate[] = [deadCodeGate, layeringGate, typesGate, lintGate, licencesGate, sizeGate, namesGate, docsGate]
