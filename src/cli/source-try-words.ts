import type { Language } from '../model/reason.ts'
import type { TriedAdvice } from '../pipeline/try/tried-source.ts'

/** The words of `noroshi source try`. */
interface SourceTryWords {
  readonly encoding: string
  readonly decoder: string
  readonly none: string
  readonly noText: string
  events(events: number, isCut: boolean): string
  readonly times: string
  without(count: number): string
  zone(count: number): string
  year(count: number): string
  readonly dataset: string
  readonly record: string
  readonly noTime: string
  readonly zoneMark: string
  readonly yearMark: string
  readonly subject: string
  readonly entities: string
  readonly logsource: string
  readonly anyRule: string
  readonly holdings: string
  readonly fields: string
  errors(count: number): string
  readonly advice: Readonly<Record<TriedAdvice['kind'], (programs: string) => string>>
}

export const SOURCE_TRY_WORDS: Readonly<Record<Language, SourceTryWords>> = {
  en: {
    encoding: 'Encoding',
    decoder: 'Decoder',
    none: 'none fits',
    noText: 'no text',
    events: (events, isCut) => `${isCut ? 'the first ' : ''}${events} events`,
    times: 'Times',
    without: count => `${count} events have no time that can be read: look at time in the mapping`,
    zone: count => `${count} times name no zone and were taken for UTC: set zones in noroshi.yaml (docs/configuration.md)`,
    year: count => `${count} times have no year; it was taken from the file's date (or --date)`,
    dataset: 'Datasets',
    record: 'Record',
    noTime: 'no time',
    zoneMark: 'zone assumed',
    yearMark: 'year assumed',
    subject: 'subject',
    entities: 'entities',
    logsource: 'rules for',
    anyRule: 'every rule',
    holdings: 'who',
    fields: 'fields',
    errors: count => `${count} places could not be read`,
    advice: {
      fits: () => 'Every event belongs to a source that is known.',
      unknown: () => 'No decoder knows this. If it is text, write a mapping (docs/mappings.md) and try again with --mapping mine.yml. To begin with:',
      generic: () => 'It is read, but no mapping knows it: rules that name a product will not be tried. Write one (docs/mappings.md) and try again with --mapping mine.yml. To begin with:',
      programs: programs => `No mapping knows what these programs write: ${programs}. Where that matters, say how their messages read (docs/mappings.md) and try again with --mapping mine.yml. To begin with:`,
    },
  },
  ja: {
    encoding: '文字コード',
    decoder: 'デコーダー',
    none: '該当なし',
    noText: 'テキストではありません',
    events: (events, isCut) => `${isCut ? '先頭の ' : ''}${events} イベント`,
    times: '時刻',
    without: count => `${count} イベントの時刻を読み取れません。マッピングの time を確認してください`,
    zone: count => `${count} 件の時刻にタイムゾーンがなく、UTC とみなしました。noroshi.yaml の zones で指定できます(docs/configuration.md)`,
    year: count => `${count} 件の時刻に年がなく、ファイルの日付(または --date)から補いました`,
    dataset: 'データセット',
    record: 'レコード',
    noTime: '時刻なし',
    zoneMark: 'タイムゾーンは仮定',
    yearMark: '年は仮定',
    subject: '主体',
    entities: 'エンティティ',
    logsource: '適用されるルール',
    anyRule: 'すべてのルール',
    holdings: '利用者情報',
    fields: 'フィールド',
    errors: count => `読み取れない箇所が ${count} 件あります`,
    advice: {
      fits: () => 'すべてのイベントが既知のソースのものです。',
      unknown: () => 'どのデコーダーにも該当しません。テキストであればマッピング(docs/mappings.md)を書き、--mapping mine.yml を付けて再度お試しください。たたき台:',
      generic: () => '読み取れますが、該当するマッピングがないため、製品を指定したルールは適用されません。マッピング(docs/mappings.md)を書き、--mapping mine.yml を付けて再度お試しください。たたき台:',
      programs: programs => `次のプログラムのメッセージに該当するマッピングがありません: ${programs}。必要であればメッセージの形式を書き(docs/mappings.md)、--mapping mine.yml を付けて再度お試しください。たたき台:`,
    },
  },
}
