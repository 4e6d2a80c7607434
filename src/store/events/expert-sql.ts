import { sqlTokens } from '../clickhouse/sql/sql-tokens.ts'

/**
 * Names that lead past the scope or out of the event store, and that reading-only does not forbid: what others are asking, the parts
 * behind a table, and files of the machine.
 */
const CLOSED_NAMES = /^(?:system|information_schema|outfile|infile)$/i
const CLOSED_FUNCTIONS = new RegExp(`^(?:${[
  'merge', 'mergeTree\\w*', 'file\\w*', 'url\\w*', 's3\\w*', 'gcs', 'azure\\w*', 'hdfs\\w*', 'remote\\w*', 'cluster\\w*', 'loop', 'input', 'dictionary',
  'dictGet\\w*', 'dictHas', 'joinGet\\w*', 'executable\\w*', 'odbc', 'jdbc', 'mysql', 'postgresql', 'sqlite', 'mongodb', 'redis', 'iceberg\\w*', 'deltaLake\\w*',
  'hudi\\w*', 'paimon\\w*', 'ytsaurus', 'arrowFlight', 'prometheus\\w*', 'timeSeries\\w*', 'python', 'fuzz\\w*', 'sleep\\w*', 'catboost\\w*', 'filesystem\\w*',
].join('|')})$`, 'i')

/**
 * Why an expert's SQL is not run, one English sentence without a full stop; null when it may be, under the settings of `expertSettings`, which
 * do the rest. Names are judged by their spelling: a quoted name with an escape is refused, since its spelling is not its name.
 */
export function expertProblem(sql: string): string | null {
  const tokens = [...sqlTokens(sql)].map(({ kind, from, to }) => ({ kind, text: sql.slice(from, to) }))
  if (!/^(?:select|with)$/i.test(tokens[0]?.text ?? '')) return 'Only SELECT can be asked, also after WITH'
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== 'word' && kind !== 'quoted name') continue
    const name = kind === 'word' ? text : text.slice(1, -1)
    if (kind === 'quoted name' && /[\\`"]/.test(name)) return `A name is written with an escape: ${text}`
    if (CLOSED_NAMES.test(name)) return `"${name}" is not open to experts' queries`
    if (tokens[index + 1]?.text === '(' && CLOSED_FUNCTIONS.test(name)) return `The function "${name}" is not open to experts' queries`
  }
  return null
}
