import type { Language } from '../model/reason.ts'
import type { CataloguedDataset } from '../pipeline/catalogue/catalogue-view.ts'
import { catalogueView } from '../pipeline/catalogue/catalogue-view.ts'
import type { CommonOptions } from './settings.ts'
import { readSettings } from './settings.ts'
import { terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

export interface CatalogueOptions extends CommonOptions {
  readonly json?: boolean
  readonly lang: Language
}

/** `noroshi catalogue`: exit code 1 when a dataset is stored that nobody has described. */
export async function catalogue(options: CatalogueOptions): Promise<number> {
  const settings = readSettings(options)
  return withStore(options, settings, async ({ ledger }) => {
    const datasets = await catalogueView(ledger, settings.catalogue, settings.retention.rules)
    await writeLines(terminal().stdout, datasets.map(each => (options.json === true ? `${JSON.stringify(each)}\n` : text(each, options.lang))))
    return datasets.every(({ described }) => described) ? 0 : 1
  })
}

function text({ dataset, events, since, about, basis, users, extract, described, hotDays, deleteDays }: CataloguedDataset, language: Language): string {
  const words = WORDS[language]
  return [
    words.dataset(dataset, events, since.slice(0, 10)),
    ...(described ? [`  ${about}`, `  ${words.basis}: ${basis}`, `  ${words.users}: ${users.length === 0 ? words.nobody : users.join(words.comma)}`] : [`  ${words.undescribed}`]),
    `  ${words.extract(extract)}${words.comma}${words.kept(hotDays, deleteDays)}`,
  ].map(line => `${line}\n`).join('')
}

const WORDS = {
  en: {
    dataset: (name: string, events: number, since: string) => `${name}: ${events} events, since ${since}`,
    basis: 'basis',
    users: 'may use it',
    nobody: 'nobody is named',
    undescribed: 'not described: give it an entry under catalogue: in noroshi.yaml',
    comma: ', ',
    extract: (may: boolean) => (may ? 'sanitised extracts may be made' : 'no extracts'),
    kept: (hot: number | null, until: number | null) => `${hot === null ? '' : `hot for ${hot} days, `}${until === null ? 'kept for ever' : `deleted after ${until} days`}`,
  },
  ja: {
    dataset: (name: string, events: number, since: string) => `${name}:イベント ${events} 件、${since} から`,
    basis: '根拠',
    users: '利用できる人',
    nobody: '記載なし',
    undescribed: '説明がありません。noroshi.yaml の catalogue: に項目を追加してください',
    comma: '、',
    extract: (may: boolean) => (may ? '匿名化した抽出を作成可' : '抽出不可'),
    kept: (hot: number | null, until: number | null) => `${hot === null ? '' : `${hot} 日間はイベントストアに保存、`}${until === null ? '無期限に保存' : `${until} 日後に削除`}`,
  },
} as const
