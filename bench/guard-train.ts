/**
 * Learns the guard's classifier from the public sets of prompts, and writes guard/model.bin and guard/model.json. The same data give the same files.
 *
 *     noroshi bench guard-train [--data FOLDER] [--out FOLDER]
 *
 * Learnt from are eight tenths by the hash of each group of near duplicates; bench/guard.ts measures on the others.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { saveModel } from '../src/ai/classifier/model-file.ts'
import { GUARD_DIRECTORY, loadSignatures } from '../src/ai/signature/load-signatures.ts'
import { fitGuard } from './guard/fit-guard.ts'
import { loadRows } from './guard/guard-rows.ts'
import { ordinaryRows } from './guard/ordinary-rows.ts'
import { splitRows } from './guard/split-rows.ts'

const DATA = join(process.env['NOROSHI_TEST_DATA'] ?? join(import.meta.dirname, '../../shared/data'), 'ai')
const { values: options } = parseArgs({ options: { data: { type: 'string', default: DATA }, out: { type: 'string', default: GUARD_DIRECTORY } } })

const { learn, heldOut, contradicting } = splitRows([...loadRows(options.data), ...ordinaryRows()])
console.log(`${learn.length} texts to learn from, ${heldOut.length} held out, ${contradicting} left out because near duplicates contradict each other`)
const trained = fitGuard(loadSignatures(), learn)
saveModel(join(options.out, 'model'), trained)
console.log(`flag from log-odds ${trained.card.flag.toFixed(2)}, block from ${trained.card.block.toFixed(2)}; ${trained.model.weights.length} bytes`)
