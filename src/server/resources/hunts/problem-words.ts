import type { Language } from '../../../model/reason.ts'
import type { QueryError } from '../../../query/query.ts'

/** What is wrong with a query and how to mend it, in the language of who asks; in English where there are no words of theirs. */
export function problemOf({ message, mend }: QueryError, language: Language): string {
  if (language === 'en') return `${message}. ${mend}`
  for (const [pattern, words] of JAPANESE) {
    const found = pattern.exec(message)
    if (found !== null) return words.replaceAll(/\$(\d)/g, (_, number: string) => found[Number(number)] ?? '')
  }
  return `${message}. ${mend}`
}

/** By the parser's message; `$1` is what the pattern's first group took. */
const JAPANESE: readonly (readonly [RegExp, string])[] = [
  [/^The query is longer than (\d+) characters$/, 'クエリが $1 文字を超えています。短くするか、複数に分けてください'],
  [/^The query has more than (\d+) terms$/, '条件が $1 個を超えています。クエリを分けるか、ワイルドカードや範囲でまとめてください'],
  [/^A parenthesis is not closed$/, '括弧が閉じられていません。) で閉じてください'],
  [/^A field name is empty$/, 'フィールド名が空です。コロンの前にフィールド名を書いてください'],
  [/^A phrase is empty$/, '検索語が空です。イベントに含まれる文字列か、すべてを表す * を書いてください'],
  [/^The query ends where a term should follow$/, '条件が続くべき位置でクエリが終わっています。field:value、単語、または語句を書いてください'],
  [/^A term is missing before the parenthesis$/, '括弧の前に条件がありません。field:value、単語、または語句を書いてください'],
  [/^A term is missing before the pipe$/, 'パイプの前に条件がありません。field:value、単語、または語句を書いてください'],
  [/^A term is missing before "(.*)"$/s, '「$1」の前に条件がありません。両側に条件を書くか、語そのものを探す場合は "$1" のように引用符で囲んでください'],
  [/^Parentheses and "not" are nested more than (\d+) deep$/, '括弧と not の入れ子が $1 段を超えています。条件を平たく書き直してください'],
  [/^A pipe is missing or unknown$/, 'パイプの処理がないか、未知の処理です。| count、| count by field、| top 10 field、| timechart span=1h のいずれかを書いてください'],
  [/^A count has more than (\d+) fields$/, 'count のフィールドが $1 個を超えています。フィールドを減らしてください'],
  [/^top needs a whole number from 1 to (\d+)$/, 'top には 1 から $1 までの整数が必要です。| top 10 field のように書いてください'],
  [/^timechart needs a span$/, 'timechart には間隔が必要です。| timechart span=1h のように書いてください'],
  [/^The span is no length of time$/, '間隔が時間の長さになっていません。| timechart span=1h のように書いてください'],
  [/^The name of a field is missing$/, 'フィールド名がありません。空白を含む名前は引用符で囲んでください'],
  [/^A parenthesis closes that was not opened$/, '対応する開き括弧がありません。削除するか、文字そのものを探す場合は \\) と書いてください'],
  [/^A query has one pipe$/, 'パイプは 1 つだけです。2 つ目のパイプを削除してください'],
  [/^The query goes on after its pipe$/, 'パイプの処理の後に余分な記述があります。ここで終えるか、条件を | の前に移してください'],
  [/^A value is missing after (.*):$/s, '$1: の後に値がありません。$1:value か、任意の値を表す $1:* を書いてください'],
  [/^A value is missing before "(.*)"$/s, '「$1」の前に値がありません。値を書くか、語そのものを探す場合は "$1" のように引用符で囲んでください'],
  [/^A range needs TO between its ends$/, '範囲の両端の間に TO が必要です。field:[a TO b] と書いてください。角括弧で始まる値は引用符で囲みます'],
  [/^A range is not closed$/, '範囲が閉じられていません。端の値を含める場合は ]、含めない場合は } で閉じてください'],
  [/^A range needs at least one end$/, '範囲には少なくとも一方の端が必要です。任意の値は field:* と書きます'],
  [/^An end of a range holds a wildcard$/, '範囲の端にワイルドカードは使えません。値をすべて書いてください。文字そのものは \\* と \\? です'],
  [/^An end of a range is missing$/, '範囲の端がありません。値を書くか、角括弧の中で端を開くときは * を書いてください'],
  [/^"(.*)" is no time$/s, '「$1」は時刻ではありません。2026-04-17 や 2026-04-17T05:24:53Z のような ISO 8601 で書いてください'],
  [/^A quotation mark stands inside a word$/, '単語の途中に引用符があります。値全体を引用符で囲むか、引用符そのものは \\" と書いてください'],
  [/^A quotation mark is not closed$/, '引用符が閉じられていません。" で閉じてください。値の中の引用符は \\" と書きます'],
  [/^A value with wildcards is longer than (\d+) characters$/, 'ワイルドカードを含む値が $1 文字を超えています。短くするか、\\* と \\? のようにエスケープしてください'],
]
