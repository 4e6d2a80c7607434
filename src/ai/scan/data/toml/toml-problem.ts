import type { GuardReason } from '../../../judge/verdict.ts'

/** Why a text is no TOML. */
export const TOML_PROBLEMS = {
  'no-key': { en: 'a key was expected', ja: 'キーがない' },
  'no-equals': { en: '= was expected after a key', ja: 'キーの後に = がない' },
  'no-value': { en: 'a value was expected', ja: '値がない' },
  'bad-value': { en: 'the value is none that TOML knows', ja: 'TOML の値として解釈できない' },
  'open-text': { en: 'a text in quotes does not end', ja: '引用符が閉じていない' },
  'bad-escape': { en: 'a text has an escape that TOML does not know', ja: 'TOML にないエスケープがある' },
  'bad-character': { en: 'a text has a control character', ja: '文字列に制御文字がある' },
  'open-list': { en: 'a list, a table or the name of a table does not end', ja: '配列、テーブル、またはテーブル名が閉じていない' },
  'more-in-line': { en: 'more stands behind a value', ja: '値の後に余分な記述がある' },
  'key-twice': { en: 'a key or a table is there twice', ja: 'キーまたはテーブルが重複している' },
  'no-table': { en: 'a key belongs to something that is no table', ja: 'テーブルでないものにキーを加えている' },
  'too-deep': { en: 'tables or lists lie too deep in one another', ja: 'テーブルや配列の入れ子が深すぎる' },
} as const satisfies Readonly<Record<string, GuardReason>>

export type TomlProblem = keyof typeof TOML_PROBLEMS

/** Ends the reading of a text; `readToml` makes it a value. */
export class TomlFault extends Error {
  readonly problem: TomlProblem

  constructor(problem: TomlProblem) {
    super(TOML_PROBLEMS[problem].en)
    this.problem = problem
  }
}
