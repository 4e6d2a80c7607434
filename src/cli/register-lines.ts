import type * as z from 'zod'
import type { Language } from '../model/reason.ts'
import type { Machine } from '../register/machines.ts'
import type { importReportSchema, registerImportSchema, shownEntrySchema } from '../register/register-view.ts'
import type { StoredEntry } from '../store/register/entry.ts'

type ImportReport = z.infer<typeof importReportSchema>
type Counts = ImportReport['counts']

interface RegisterWords {
  readonly results: Readonly<Record<ImportReport['lines'][number]['result'], string>>
  counts(counts: Counts): string
  imported(number: number | null): string
  readonly dry: string
  readonly none: string
  readonly more: string
  forgotten(number: number): string
  undone(entries: number): string
  readonly keptSince: string
  readonly history: string
  readonly isUndone: string
  readonly notRegistered: string
}

export const REGISTER_WORDS: Readonly<Record<Language, RegisterWords>> = {
  en: {
    results: { created: 'new', changed: 'changed', same: 'unchanged', refused: 'REFUSED' },
    counts: ({ created, changed, removed, same, refused }) => `${created} new, ${changed} changed, ${removed} removed, ${same} unchanged, ${refused} refused`,
    imported: number => number === null ? 'Nothing was changed.' : `Import ${number}. noroshi register undo ${number} takes it back.`,
    dry: 'Nothing was changed: this is what an import would do.',
    none: 'The register has no such entry. noroshi register import FILE makes some.',
    more: 'There are more: give a larger --limit, or --text.',
    forgotten: number => `Removed; noroshi register undo ${number} brings it back.`,
    undone: entries => `${entries === 1 ? 'One entry says' : `${entries} entries say`} again what was said before.`,
    keptSince: 'changed since, and left:',
    history: 'Changes, the newest first',
    isUndone: 'taken back',
    notRegistered: 'NOT REGISTERED',
  },
  ja: {
    results: { created: '新規', changed: '変更', same: '変更なし', refused: '拒否' },
    counts: ({ created, changed, removed, same, refused }) => `新規 ${created} 件、変更 ${changed} 件、削除 ${removed} 件、変更なし ${same} 件、拒否 ${refused} 件`,
    imported: number => number === null ? '変更はありません。' : `取り込み番号 ${number}。noroshi register undo ${number} で取り消せます。`,
    dry: '何も変更していません。実行した場合の結果です。',
    none: '該当する登録はありません。noroshi register import ファイル で取り込めます。',
    more: 'ほかにもあります。--limit を増やすか --text で絞り込んでください。',
    forgotten: number => `削除しました。noroshi register undo ${number} で元に戻せます。`,
    undone: entries => `${entries} 件を以前の内容に戻しました。`,
    keptSince: 'その後に変更されたため、そのままです:',
    history: '変更履歴(新しい順)',
    isUndone: '取り消し済み',
    notRegistered: '未登録',
  },
}

/** What an import did, for people: what is unchanged is only counted. */
export function* importLines({ number, counts, lines }: ImportReport, isDry: boolean, language: Language): Generator<string> {
  const words = REGISTER_WORDS[language]
  for (const { file, line, result, kind, key, fields, reason } of lines) {
    if (result === 'same') continue
    const what = [kind, key, fields.length === 0 ? null : `(${fields.join(', ')})`, reason].filter(each => each !== null).join(' ')
    yield `${words.results[result]}  ${file}${line === null ? '' : `:${line}`}  ${shown(what)}\n`
  }
  yield `${words.counts(counts)}\n${isDry ? words.dry : words.imported(number)}\n`
}

/** An entry of a list. */
export function listLine({ kind, key, body }: StoredEntry): string {
  const name = body['name']
  const more = ['organisation', 'site', 'place', 'owner', 'use', 'criticality'].flatMap(field => (typeof body[field] === 'string' ? [`${field}=${body[field]}`] : []))
  return `${kind.padEnd(12)}  ${shown([key, typeof name === 'string' && name !== key ? `“${name}”` : '', ...more].filter(each => each !== '').join('  '))}\n`
}

/** One entry with its history. */
export function entryLines({ kind, key, body, history }: z.infer<typeof shownEntrySchema>, language: Language): string {
  const fields = Object.entries(body).map(([name, value]) => `  ${name}: ${shown(Array.isArray(value) ? value.map(String).join('; ') : String(value))}\n`)
  const changes = history.map(({ number, at, person, before, after }) => {
    const words = REGISTER_WORDS[language].results
    const names = before === null || after === null ? '' : Object.keys({ ...before, ...after }).filter(name => JSON.stringify(before[name]) !== JSON.stringify(after[name])).join(', ')
    return `  ${number}  ${at}  ${shown(person)}  ${before === null ? words.created : after === null ? '−' : words.changed} ${names}\n`
  })
  return [`${kind} ${shown(key)}\n`, ...fields, `${REGISTER_WORDS[language].history}\n`, ...changes].join('')
}

/** An import of a list. */
export function importedLine({ number, at, person, source, counts, undoneAt }: z.infer<typeof registerImportSchema>, language: Language): string {
  const words = REGISTER_WORDS[language]
  return `${String(number).padStart(5)}  ${at}  ${shown(person)}  ${shown(source)}  ${words.counts(counts)}${undoneAt === null ? '' : `  ${words.isUndone}`}\n`
}

/** A machine that logs tell of. */
export function machineLine({ mac, first, last, address, host, user, place, device }: Machine, language: Language): string {
  const known = [address, host, user, place].filter(each => each !== '').join('  ')
  return `${mac}  ${first}  ${last}  ${shown(device ?? REGISTER_WORDS[language].notRegistered)}  ${shown(known)}\n`
}

/** What files say may hold whatever a terminal obeys. */
function shown(text: string): string {
  return text.replaceAll(/[\0-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
}
