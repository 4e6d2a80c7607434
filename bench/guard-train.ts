/**
 * Learns the guard's classifier from the public sets of prompts and our own sentences, and writes guard/model.bin and guard/model.json. The same data give the same files.
 *
 *     noroshi bench guard-train [--data FOLDER] [--out FOLDER]
 *
 * Learnt from are eight tenths by the hash of each group of near duplicates; bench/guard.ts measures on the others.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { saveModel } from '../src/ai/classifier/model-file.ts'
import { openGuardData } from '../src/ai/judge/guard.ts'
import { GUARD_DIRECTORY } from '../src/ai/signature/load-signatures.ts'
import { fitGuard } from './guard/fit-guard.ts'
import { loadRows } from './guard/guard-rows.ts'
import { ownRows } from './guard/own-rows.ts'
import { splitRows } from './guard/split-rows.ts'

const DATA = join(process.env['NOROSHI_TEST_DATA'] ?? join(import.meta.dirname, '../../shared/data'), 'ai')
const { values: options } = parseArgs({ options: { data: { type: 'string', default: DATA }, out: { type: 'string', default: GUARD_DIRECTORY } } })

const { learn, heldOut, contradicting } = splitRows([...loadRows(options.data), ...ownRows()])
console.log(`${learn.length} texts to learn from, ${heldOut.length} held out, ${contradicting} left out because near duplicates contradict each other`)
const { classifier, card } = fitGuard(openGuardData(), learn)
saveModel(join(options.out, 'model'), { classifier, card })
const cuts = ({ flag, block }: { readonly flag: number; readonly block: number }) => `flag from log-odds ${flag.toFixed(2)}, block from ${block.toFixed(2)}`
console.log(`texts and their worst window: ${cuts(card.together)}\nwindows: ${cuts(card.windows)}`)
