import { openHouse } from '../capabilities.ts'
import { loadRules } from '../detect/sigma/load/load-rules.ts'
import { neverFiring } from '../detect/sigma/retro/never-firing.ts'
import type { NeverFiring } from '../model/ports/never-firing.ts'
import type { Language } from '../model/reason.ts'
import { eventScope } from '../pipeline/ingest/store-status.ts'
import { neverFiringRules } from '../pipeline/retro/never-firing-rules.ts'
import type { NeverLine } from './retro-schemas.ts'
import { ruleDirectories } from './rule-directories.ts'
import type { CommonOptions } from './settings.ts'
import { dataPathsOf, readSettings } from './settings.ts'
import { goneSignal, terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

export interface RulesNeverOptions extends CommonOptions {
  readonly rules: readonly string[]
  readonly json?: boolean
  readonly lang: Language
}

/** `noroshi rules never`: the rules that nothing stored can match, and why. */
export async function rulesNever(options: RulesNeverOptions): Promise<number> {
  const settings = readSettings(options)
  const ruleSet = loadRules(ruleDirectories(options.rules, settings, dataPathsOf(options)), settings.sigma)
  const { mappings } = openHouse({ ruleDirectories: [] })
  return withStore(options, settings, async store => {
    const reader = { client: store.clickhouse.client, scope: await eventScope(store), mappings, paths: new Map<string, readonly string[]>(), ...goneSignal() }
    const found = await neverFiringRules(reader, neverFiring(ruleSet, mappings))
    await writeLines(terminal().stdout, found.map(each => (options.json === true ? jsonLine(each) : textLine(each, options.lang))))
    terminal().stderr.write(`${WORDS[options.lang].summary(found.length, ruleSet.rules.length)}\n`)
    return 0
  })
}

function jsonLine({ rule, reason, logsource, datasets, fields }: NeverFiring): string {
  const line: NeverLine = { ruleId: rule.id, ruleTitle: rule.title, reason, logsource, datasets: [...datasets], fields: [...fields] }
  return `${JSON.stringify(line)}\n`
}

function textLine({ rule, reason, logsource, fields }: NeverFiring, language: Language): string {
  return `${rule.title}  ${WORDS[language][reason](logsource, fields.join(', '))}\n`
}

type Reason = (logsource: string, fields: string) => string

const WORDS: Readonly<Record<Language, Readonly<Record<NeverFiring['reason'], Reason>> & { summary(found: number, rules: number): string }>> = {
  en: {
    'no-source': logsource => `no such source yet: ${logsource}`,
    'no-events': logsource => `no event of this kind yet: ${logsource}`,
    'no-field': (logsource, fields) => `a field it needs was never seen in ${logsource}: ${fields}`,
    summary: (found, rules) => `${found} of ${rules} rules cannot match anything that is stored`,
  },
  ja: {
    'no-source': logsource => `該当するソースがまだありません: ${logsource}`,
    'no-events': logsource => `この種類のイベントがまだありません: ${logsource}`,
    'no-field': (logsource, fields) => `${logsource} で必要なフィールドが一度も現れていません: ${fields}`,
    summary: (found, rules) => `ルール ${rules} 件のうち ${found} 件は、保存済みのどのイベントにも一致しません`,
  },
}
