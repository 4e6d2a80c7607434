import { limitWords } from './limit-words.ts'
import { policyWords } from './policy-words.ts'
import { redTeamWords } from './redteam-words.ts'
import { systemsWords } from './systems-words.ts'

const en = {
  ...policyWords.en, ...limitWords.en, ...redTeamWords.en, ...systemsWords.en,
  tabs: { label: 'AI pages', traffic: 'Traffic', questions: 'Waiting', exceptions: 'Exceptions', policies: 'Policies', redteam: 'Red team', systems: 'Systems' },
  title: 'AI gateway', subtitle: 'What programs asked language models, what came back, and what the guard said of it',
  none: 'No record fits these filters', noneMend: 'What passes through the gateway is here within half a minute. Choose other filters, or clear them.',
  nothingYet: 'Nothing has passed through the gateway yet',
  begin: {
    key: 'Make a key for the program: ./noroshi ai key', configuration: 'Name in noroshi.yaml, under gateway:, where models are asked (upstreams) and who may ask (applications); start Noroshi again.',
    address: 'Give the program its key and the base address http://127.0.0.1:8445/v1. docs/ai.md tells the rest.',
  }, shown_one: '{{count}} record', shown_other: '{{count}} records', more: '{{count}} and more',
  filter: { application: 'Application', verdict: 'What was done', layer: 'Layer', event: 'Kind', from: 'From (UTC)', to: 'To (UTC)', lifted: 'Lifted only', clear: 'Clear filters' },
  any: { application: 'all applications', verdict: 'anything done', layer: 'all layers', event: 'requests and answers' },
  event: { request: 'request', answer: 'answer', question: 'held' },
  action: { allow: 'allowed', flag: 'flagged', redact: 'redacted', ask: 'asked a person', block: 'blocked' },
  layer: {
    signature: 'signatures', classifier: 'classifier', context: 'context', secret: 'secrets', leak: 'leaks', link: 'links', markup: 'markup', code: 'code', topic: 'topics', package: 'packages', taint: 'tools', address: 'addresses', shell: 'commands', chain: 'sequence',
    form: 'form', pin: 'pins', shadow: 'shadowing',
  },
  origin: { user: 'a person', tool: 'a tool', document: 'a document', assistant: 'the model', system: 'the system prompt' },
  outcome: { passed: 'passed', refused: 'refused', withheld: 'withheld', broken: 'broke off', gone: 'the program went away', cut: 'cut at its limit', 'over-budget': 'over its budget', held: 'held' },
  decision: { allowed: 'allowed by {{person}}', refused: 'refused by {{person}}', 'timed-out': 'nobody answered in time', 'too-many': 'too many were waiting', unreachable: 'no server ran where a person could be asked', gone: 'the program went away' },
  record: 'Record', why: 'What was found', nothingFound: 'Nothing spoke against it.', liftedTitle: 'Lifted by an exception', text: 'Text, without its secrets', noText: 'No text is kept: the application wants figures only, or there was none.',
  facts: { time: 'Time (UTC)', application: 'Application', client: 'From', model: 'Model', upstream: 'Asked', outcome: 'Outcome', decision: 'Decision', tokens: 'Tokens', tools: 'Tools', judged: 'Judged in', exchange: 'Exchange' },
  said: '{{origin}} · {{layer}}', foundAs: 'the guard: {{found}}', milliseconds: '{{value}} ms', reasonElsewhere: 'In Japanese', openEvent: 'All fields', sameExchange: 'Request and answer',
  wrong: 'Mark as wrong', wrongTitle: 'This verdict is wrong', wrongByLead: 'If it is wrong, a lead can mark it.', wrongText: 'This verdict alone is lifted, and only where all of this is the same:',
  narrow: { author: 'Written by', look: 'Found by', text: 'About', until: 'Until' },
  matter: { text: 'this text, word for word: one more word, and the verdict stands', answer: 'this stretch of an answer', leak: 'this confidential text in answers', taint: 'this call, after the same calls as here' },
  wrongElse: 'Everything else still judges it, and each use stands in the records. It can be ended at any time under Exceptions.', wrongOthers_one: 'One more verdict on this record stands, and needs its own mark.', wrongOthers_other: '{{count}} more verdicts on this record stand, and need their own marks.',
  reason: 'Why', days: 'Days ({{most}} at most)', marked: 'The verdict is lifted until {{until}}', markOlder: 'The record is older than exceptions: it has no mark.',
  exceptionsText: 'Verdicts that people marked as wrong. Each lifts one verdict of one layer, on one text, of one application, until it expires.', noExceptions: 'No verdict was marked as wrong', noExceptionsText: 'In the traffic, open a record and mark a verdict.', toBlocked: 'What was blocked',
  until: 'until {{time}}', ended: 'ended {{time}}', endedBy: 'ended {{time}} by {{by}}', uses: 'Uses', by: 'By', end: 'End', endOf: 'End the exception of {{by}}: {{reason}}', isEnded: 'The verdict stands again', inQuotes: '“{{text}}”',
  questionsText: 'What a policy lets a person decide. The program waits meanwhile.', noQuestions: 'Nobody waits', noQuestionsText: 'A policy with the action “ask a person” holds requests and answers here.', toPolicies: 'Policies', decideWhy: 'Why (needed; kept in the audit trail, not told to the program)', decideByAnalyst: 'An analyst or lead decides.',
  allow: 'Let it go on', refuse: 'Refuse it', allowed: 'It goes on', refused: 'It was refused', seconds: '{{seconds}} s left', about: { request: 'Request', answer: 'Answer' }, calls: 'Tools that are called', wasAsked: 'What was asked, without its secrets', saidIn: { request: 'What is asked, without its secrets', answer: 'What is held, without its secrets' }, notYet: 'The answer is a stream, held where the call begins: what the tool is to be given has not come yet.',
  waiting_one: 'A program waits for your decision', waiting_other: '{{count}} programs wait for your decision', look: 'Look',
}

const ja: typeof en = {
  ...policyWords.ja, ...limitWords.ja, ...redTeamWords.ja, ...systemsWords.ja,
  tabs: { label: 'AI のページ', traffic: '通信', questions: '判断待ち', exceptions: '例外', policies: 'ポリシー', redteam: 'レッドチーム', systems: 'システム台帳' },
  title: 'AI ゲートウェイ', subtitle: 'プログラムと言語モデルの間の要求と回答、およびその判定',
  none: '条件に合う記録はありません', noneMend: 'ゲートウェイを通過した通信は 30 秒以内にここに表示されます。条件を変更するか、クリアしてください。',
  nothingYet: 'ゲートウェイを通過した通信はまだありません',
  begin: {
    key: 'プログラム用の鍵を作成します: ./noroshi ai key', configuration: 'noroshi.yaml の gateway: に、モデルの接続先(upstreams)と利用するアプリケーション(applications)を指定し、Noroshi を再起動します。',
    address: 'プログラムに鍵と接続先 http://127.0.0.1:8445/v1 を設定します。詳しくは docs/ai.md をご覧ください。',
  }, shown_one: '{{count}} 件', shown_other: '{{count}} 件', more: '{{count}} 件以上',
  filter: { application: 'アプリケーション', verdict: '対応', layer: '層', event: '種類', from: '開始(UTC)', to: '終了(UTC)', lifted: '解除された判定のみ', clear: '条件をクリア' },
  any: { application: 'すべてのアプリケーション', verdict: 'すべての対応', layer: 'すべての層', event: '要求と回答' },
  event: { request: '要求', answer: '回答', question: '保留' },
  action: { allow: '許可', flag: '注意', redact: '伏せ字', ask: '人が判断', block: '遮断' },
  layer: {
    signature: 'シグネチャ', classifier: '分類器', context: '文脈', secret: '秘密情報', leak: '漏えい', link: 'リンク', markup: 'マークアップ', code: 'コード', topic: '話題', package: 'パッケージ', taint: 'ツール', address: 'アドレス', shell: 'コマンド', chain: '操作の連鎖',
    form: '形式', pin: '固定', shadow: 'なりすまし',
  },
  origin: { user: '利用者', tool: 'ツール', document: '文書', assistant: 'モデル', system: 'システムプロンプト' },
  outcome: { passed: '通過', refused: '拒否', withheld: '回答を差し止め', broken: '途中で切断', gone: 'プログラム側が切断', cut: '長さの上限で打ち切り', 'over-budget': '上限超過', held: '保留' },
  decision: { allowed: '{{person}} が許可', refused: '{{person}} が拒否', 'timed-out': '時間内に回答なし', 'too-many': '判断待ちが上限に達した', unreachable: '確認先のサーバーが停止中', gone: 'プログラム側が切断' },
  record: '記録', why: '判定', nothingFound: '問題は見つかりませんでした。', liftedTitle: '例外により解除された判定', text: '本文(秘密情報を除く)', noText: '本文は保存されていません(数値のみを記録する設定か、本文がありません)。',
  facts: { time: '時刻(UTC)', application: 'アプリケーション', client: '送信元', model: 'モデル', upstream: '送信先', outcome: '結果', decision: '判断', tokens: 'トークン数', tools: 'ツール', judged: '判定時間', exchange: 'やり取り' },
  said: '{{origin}} · {{layer}}', foundAs: 'ガードの判定: {{found}}', milliseconds: '{{value}} ミリ秒', reasonElsewhere: '英語', openEvent: 'すべてのフィールド', sameExchange: '要求と回答を表示',
  wrong: '誤判定にする', wrongTitle: 'この判定を誤りとする', wrongByLead: '誤判定の場合は、リーダー以上が指定できます。', wrongText: '次のすべてが一致する場合に限り、この判定だけを解除します。',
  narrow: { author: '書き手', look: '判定した層', text: '対象', until: '期限' },
  matter: { text: 'この文面そのもの(1 語でも異なれば判定は有効)', answer: '回答のこの部分', leak: '回答に含まれるこの機密', taint: '同じ呼び出しの後の、この呼び出し' },
  wrongElse: 'ほかの判定は引き続き有効で、適用のたびに記録に残ります。「例外」でいつでも終了できます。', wrongOthers_one: 'この記録にはほかに 1 件の判定があり、別に指定が必要です。', wrongOthers_other: 'この記録にはほかに {{count}} 件の判定があり、それぞれ指定が必要です。',
  reason: '理由', days: '日数(最長 {{most}} 日)', marked: '{{until}} まで判定を解除しました', markOlder: '例外機能より前の記録のため、指定できません。',
  exceptionsText: '誤りとされた判定です。1 つのアプリケーションの 1 つの文面について、1 つの層の 1 つの判定だけを期限まで解除します。', noExceptions: '誤りとされた判定はありません', noExceptionsText: '通信の記録を開き、判定を誤りとして指定できます。', toBlocked: '遮断された通信',
  until: '{{time}} まで', ended: '{{time}} に終了', endedBy: '{{time}} に {{by}} が終了', uses: '適用回数', by: '設定者', end: '終了', endOf: '{{by}} の例外を終了: {{reason}}', isEnded: '判定は再び有効になりました', inQuotes: '「{{text}}」',
  questionsText: 'ポリシーにより人の判断を待っている通信です。その間、プログラムは待機しています。', noQuestions: '判断待ちはありません', noQuestionsText: '「人が判断」を指定したポリシーの対象が、ここで保留されます。', toPolicies: 'ポリシー', decideWhy: '理由(必須。監査記録に残り、プログラムには伝わりません)', decideByAnalyst: '判断できるのはアナリスト以上です。',
  allow: '通過させる', refuse: '拒否する', allowed: '通過させました', refused: '拒否しました', seconds: '残り {{seconds}} 秒', about: { request: '要求', answer: '回答' }, calls: '呼び出されるツール', wasAsked: '元の要求(秘密情報を除く)', saidIn: { request: '要求の本文(秘密情報を除く)', answer: '保留中の内容(秘密情報を除く)' }, notYet: '回答はストリームで、呼び出しが始まるところで保留されています。ツールに渡す値はまだ届いていません。',
  waiting_one: 'プログラムが判断を待っています', waiting_other: '{{count}} 件のプログラムが判断を待っています', look: '確認',
}

export const aiWords = { en, ja }
