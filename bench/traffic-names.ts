/**
 * Learns which letters follow one another in names of domains, from the lists of much-used domains among MISP's warning lists, writes
 * src/detect/traffic/names/letters.bin, and says how well it tells names that programs make from others. The same lists give the same file.
 *
 *     noroshi bench traffic-names [--lists ARCHIVE] [--write]
 *
 * Learnt from are eight tenths by the hash of each name; measured is on the others, on a list that was not learnt from, and on made names.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { GENERATED_LIKENESS, MIN_GENERATED_LENGTH } from '../src/detect/traffic/defaults.ts'
import { LETTER_MODEL_FILE, learnLetters, LetterModel } from '../src/detect/traffic/names/letter-model.ts'
import { splitName } from '../src/detect/traffic/registered-domain.ts'
import { NAME_MAKERS } from '../src/detect/traffic/testing/name-makers.ts'

const ARCHIVE = join(process.env['NOROSHI_TEST_DATA'] ?? join(import.meta.dirname, '../../shared/data'), 'intel/misp/warninglists.tar.gz')
const LEARNT_LISTS = ['tranco10k', 'majestic_million', 'alexa', 'university_domains']
const OTHER_LIST = 'cloudflare-top100k'
const MADE = 10_000

const { values: options } = parseArgs({ options: { lists: { type: 'string', default: ARCHIVE }, write: { type: 'boolean', default: false } } })

const all = [...new Set(LEARNT_LISTS.flatMap(labelsOf))].sort()
const isHeldOut = (label: string) => createHash('sha256').update(label).digest()[0]! < 51
const learnt = new Set(all.filter(label => !isHeldOut(label)))
const steps = learnLetters(learnt)
const model = new LetterModel(steps)
if (options.write) writeFileSync(LETTER_MODEL_FILE, steps)

console.log(`${learnt.size} names learnt from; looking made: below ${GENERATED_LIKENESS} with at least ${MIN_GENERATED_LENGTH} letters`)
report('held out', all.filter(isHeldOut))
report(OTHER_LIST, [...new Set(labelsOf(OTHER_LIST))].filter(label => !learnt.has(label)))
for (const [name, make] of Object.entries(NAME_MAKERS)) report(`made: ${name}`, Array.from({ length: MADE }, (_, index) => make(index)))

function report(what: string, labels: readonly string[]): void {
  const likeness = labels.map(label => model.likeness(label)).sort((a, b) => a - b)
  const below = labels.filter(label => label.length >= MIN_GENERATED_LENGTH && model.likeness(label) < GENERATED_LIKENESS).length
  const at = (share: number) => likeness[Math.floor(share * (likeness.length - 1))]!.toFixed(2)
  console.log(`${what}: ${labels.length} names, ${(100 * below / labels.length).toFixed(2)} % look made; likeness 1 % ${at(0.01)}, 5 % ${at(0.05)}, median ${at(0.5)}, 95 % ${at(0.95)}`)
}

/** What was registered of each name of a list; names in letters of other scripts stand there as `xn--…` and are left out. */
function labelsOf(list: string): string[] {
  const text = execFileSync('tar', ['-xzOf', options.lists, `./lists/${list}/list.json`], { encoding: 'utf8', maxBuffer: 1 << 28 })
  const { list: names } = JSON.parse(text) as { readonly list: readonly string[] }
  return names.flatMap(name => splitName(name)?.label ?? []).filter(label => !label.startsWith('xn--'))
}
