import { policyWords } from './policy-words.ts'
import { redTeamWords } from './redteam-words.ts'
import { systemsWords } from './systems-words.ts'

const en = {
  ...policyWords.en, ...redTeamWords.en, ...systemsWords.en,
  tabs: { label: 'AI pages', traffic: 'Traffic', questions: 'Waiting', exceptions: 'Exceptions', policies: 'Policies', redteam: 'Red team', systems: 'Systems' },
  title: 'AI gateway', subtitle: 'What programs asked language models, what came back, and what the guard said of it',
  none: 'Nothing fits', noneMend: 'The gateway writes here what passes through it. Choose other filters, or see the documentation of the gateway for how to begin.', shown_one: '{{count}} record', shown_other: '{{count}} records', more: '{{count}} and more',
  filter: { application: 'Application', verdict: 'What was done', layer: 'Layer', event: 'Kind', from: 'From (UTC)', to: 'To (UTC)', lifted: 'Lifted only', clear: 'Clear filters' },
  any: { application: 'all applications', verdict: 'anything done', layer: 'all layers', event: 'requests and answers' },
  event: { request: 'request', answer: 'answer', question: 'held' },
  action: { allow: 'allowed', flag: 'flagged', redact: 'redacted', ask: 'asked a person', block: 'blocked' },
  layer: {
    signature: 'signatures', classifier: 'classifier', context: 'context', secret: 'secrets', leak: 'leaks', link: 'links', markup: 'markup', taint: 'tools', address: 'addresses', shell: 'commands', chain: 'sequence',
    form: 'form', pin: 'pins', shadow: 'shadowing',
  },
  origin: { user: 'a person', tool: 'a tool', assistant: 'the model', system: 'the system prompt' },
  outcome: { passed: 'passed', refused: 'refused', withheld: 'withheld', broken: 'broke off', gone: 'the program went away', cut: 'cut at its limit', 'over-budget': 'over its budget', held: 'held' },
  decision: { allowed: 'allowed by {{person}}', refused: 'refused by {{person}}', 'timed-out': 'nobody answered in time', 'too-many': 'too many were waiting', unreachable: 'no server ran where a person could be asked', gone: 'the program went away' },
  record: 'Record', why: 'What was found', nothingFound: 'Nothing spoke against it.', liftedTitle: 'Lifted by an exception', text: 'Text, without its secrets', noText: 'No text is kept: the application wants figures only, or there was none.',
  facts: { time: 'Time (UTC)', application: 'Application', client: 'From', model: 'Model', upstream: 'Asked', outcome: 'Outcome', decision: 'Decision', tokens: 'Tokens', tools: 'Tools', judged: 'Judged in', exchange: 'Exchange' },
  said: '{{origin}} · {{layer}}', foundAs: 'the guard: {{found}}', milliseconds: '{{value}} ms', reasonElsewhere: 'In Japanese', openEvent: 'All fields', sameExchange: 'Request and answer',
  wrong: 'Mark as wrong', wrongTitle: 'This verdict is wrong', wrongText: 'The same text, from the same kind of author, to {{application}}, is then no longer stopped by this look of the layer “{{layer}}”. Every other look and layer still judges it. Each use stands in the records.',
  reason: 'Why', days: 'Days', marked: 'The verdict is lifted until {{until}}', markOlder: 'The record is older than exceptions: it has no mark.',
  exceptionsText: 'Verdicts that people marked as wrong. Each lifts one look of one layer, on one text, of one application, until it expires.', noExceptions: 'No verdict was marked as wrong', noExceptionsText: 'In the traffic, open a record and mark a verdict.',
  state: 'State', until: 'until {{time}}', ended: 'ended {{time}}', endedBy: 'ended {{time}} by {{by}}', uses: 'Uses', verdict: 'Verdict', by: 'By', end: 'End', endOf: 'End the exception of {{by}}: {{reason}}', isEnded: 'The verdict stands again', inQuotes: '“{{text}}”',
  questionsText: 'What a policy lets a person decide. The program waits meanwhile.', noQuestions: 'Nobody waits', noQuestionsText: 'A policy with the action “ask a person” holds requests and answers here.',
  allow: 'Let it go on', refuse: 'Refuse it', allowed: 'It goes on', refused: 'It was refused', seconds: '{{seconds}} s left', about: { request: 'Request', answer: 'Answer' }, calls: 'Tools that are called',
  waiting_one: 'A program waits for your decision', waiting_other: '{{count}} programs wait for your decision', look: 'Look',
}

const ja: typeof en = {
  ...policyWords.ja, ...redTeamWords.ja, ...systemsWords.ja,
  tabs: { label: 'AI のページ', traffic: '通信', questions: '判断待ち', exceptions: '例外', policies: 'ポリシー', redteam: 'レッドチーム', systems: 'システム台帳' },
  title: 'AI ゲートウェイ', subtitle: 'プログラムと言語モデルの間の要求と回答、およびその判定',
  none: '該当する記録はありません', noneMend: 'ゲートウェイを通過した通信がここに記録されます。条件を変更するか、設定方法をゲートウェイのドキュメントで確認してください。', shown_one: '{{count}} 件', shown_other: '{{count}} 件', more: '{{count}} 件以上',
  filter: { application: 'アプリケーション', verdict: '対応', layer: '層', event: '種類', from: '開始(UTC)', to: '終了(UTC)', lifted: '解除された判定のみ', clear: '条件をクリア' },
  any: { application: 'すべてのアプリケーション', verdict: 'すべての対応', layer: 'すべての層', event: '要求と回答' },
  event: { request: '要求', answer: '回答', question: '保留' },
  action: { allow: '許可', flag: '注意', redact: '伏せ字', ask: '人が判断', block: '遮断' },
  layer: {
    signature: 'シグネチャ', classifier: '分類器', context: '文脈', secret: '秘密情報', leak: '漏えい', link: 'リンク', markup: 'マークアップ', taint: 'ツール', address: 'アドレス', shell: 'コマンド', chain: '操作の連鎖',
    form: '形式', pin: '固定', shadow: 'なりすまし',
  },
  origin: { user: '利用者', tool: 'ツール', assistant: 'モデル', system: 'システムプロンプト' },
  outcome: { passed: '通過', refused: '拒否', withheld: '回答を差し止め', broken: '途中で切断', gone: 'プログラム側が切断', cut: '長さの上限で打ち切り', 'over-budget': '上限超過', held: '保留' },
  decision: { allowed: '{{person}} が許可', refused: '{{person}} が拒否', 'timed-out': '時間内に回答なし', 'too-many': '判断待ちが上限に達した', unreachable: '確認先のサーバーが停止中', gone: 'プログラム側が切断' },
  record: '記録', why: '判定', nothingFound: '問題は見つかりませんでした。', liftedTitle: '例外により解除された判定', text: '本文(秘密情報を除く)', noText: '本文は保存されていません(数値のみを記録する設定か、本文がありません)。',
  facts: { time: '時刻(UTC)', application: 'アプリケーション', client: '送信元', model: 'モデル', upstream: '送信先', outcome: '結果', decision: '判断', tokens: 'トークン数', tools: 'ツール', judged: '判定時間', exchange: 'やり取り' },
  said: '{{origin}} · {{layer}}', foundAs: 'ガードの判定: {{found}}', milliseconds: '{{value}} ミリ秒', reasonElsewhere: '英語', openEvent: 'すべてのフィールド', sameExchange: '要求と回答を表示',
  wrong: '誤判定にする', wrongTitle: 'この判定を誤りとする', wrongText: '{{application}} 宛ての、同じ種類の送り手による同じ文面について、「{{layer}}」層のこの判定だけを解除します。ほかの判定と層は引き続き有効です。適用のたびに記録に残ります。',
  reason: '理由', days: '日数', marked: '{{until}} まで判定を解除しました', markOlder: '例外機能より前の記録のため、指定できません。',
  exceptionsText: '誤りとされた判定です。1 つのアプリケーションの 1 つの文面について、1 つの層の 1 つの判定だけを期限まで解除します。', noExceptions: '誤りとされた判定はありません', noExceptionsText: '通信の記録を開き、判定を誤りとして指定できます。',
  state: '状態', until: '{{time}} まで', ended: '{{time}} に終了', endedBy: '{{time}} に {{by}} が終了', uses: '適用回数', verdict: '判定', by: '設定者', end: '終了', endOf: '{{by}} の例外を終了: {{reason}}', isEnded: '判定は再び有効になりました', inQuotes: '「{{text}}」',
  questionsText: 'ポリシーにより人の判断を待っている通信です。その間、プログラムは待機しています。', noQuestions: '判断待ちはありません', noQuestionsText: '「人が判断」を指定したポリシーの対象が、ここで保留されます。',
  allow: '通過させる', refuse: '拒否する', allowed: '通過させました', refused: '拒否しました', seconds: '残り {{seconds}} 秒', about: { request: '要求', answer: '回答' }, calls: '呼び出されるツール',
  waiting_one: 'プログラムが判断を待っています', waiting_other: '{{count}} 件のプログラムが判断を待っています', look: '確認',
}

export const aiWords = { en, ja }
