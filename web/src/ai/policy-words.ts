const en = {
  policiesText: 'What is done with what the guard finds, for each application. A change is tried on recorded traffic before it is put in place.', noGateway: 'No gateway runs here', noGatewayText: 'Name upstreams and applications in noroshi.yaml under gateway: and start Noroshi again.',
  inForce: 'In force', configured: 'as configured: {{name}}', keptBy: 'put in place by {{person}}, {{at}}: {{reason}}', change: 'Change', changeOf: 'Change the policy of {{name}}', takeBack: 'Take back', takeBackOf: 'Take back the policy of {{name}}', tookBack: 'The configured policy holds again',
  trial: 'Another policy for {{name}}', startFrom: 'Start from', present: 'the present one', finds: 'By what the guard says', layersTitle: 'By layer', asAbove: 'as above', personal: 'Personal data', restores: 'Put values back into answers', askSeconds: 'Seconds to answer',
  otherwise: 'When nobody answers', otherwises: { block: 'refuse', pass: 'let it go on' }, would: { flag: 'Likely hostile', redact: 'Secrets', block: 'Hostile' }, do: { allow: 'allow', flag: 'flag', redact: 'redact', ask: 'ask a person', block: 'block' },
  try: 'Try on recorded traffic', trying: 'Trying…', keepByLead: 'A lead may put it in place.', keep: 'Put in place', keepText: 'It holds at once, for new requests of {{name}}, until somebody takes it back.', kept: 'The policy is in place', tryFirst: 'Changed since it was tried: try it again before it is put in place.',
  tried: 'Tried on {{records}} records, the oldest of {{oldest}}', triedNone: 'There are no records of this application to try it on.', triedMore: 'There are older ones, which were not looked at.', same: 'Nothing would have been different.',
  howTried: 'Records are without secrets and hold the end of what was said. The words of {{rejudged}} were judged again as the guard is now, personal data were looked for in all, and topics in answers; what else was found (secrets, leaks, tools, links, code, packages, context) is taken as it was found then.',
  otherwiseNow_one: 'One is judged otherwise today than it was then, under any policy.', otherwiseNow_other: '{{count}} are judged otherwise today than they were then, under any policy.',
  wouldCut: '{{part}} of {{all}} answers would be cut at the new limit.', wouldGrow: '{{part}} that were cut might become longer.', estimated: 'Lengths are estimated by their letters.', sameVerdicts: 'No verdict would have been different.',
  changes: 'What would change', before: 'Now', after: 'Then', howMany: 'Records', examples: 'Examples', asFound: 'as it was found then',
  personalTitle: 'Personal data', lengthTitle: 'Length of one answer, in tokens', askTitle: 'Asking a person', unnamed: 'Where the program names no limit', most: 'At most', unnamedOver: 'The limit for programs that name none is above the limit of all answers. Lower it, or raise the other.',
  lengthShort: 'answers: {{unnamed}} tokens where no limit is named, {{most}} at most', byDefault: 'Default: {{value}}', restored: { true: 'yes', false: 'no' },
  restoresShort: 'values are put back into answers', askShort: 'a person has {{seconds}} s, then: {{otherwise}}',
  topic: {
    title: 'What answers do not speak of', text: 'Topics that answers to this application leave alone. Capitals, forms of letters, hidden characters, spelling and encodings make no difference.', add: 'Add a topic', remove: 'Remove', removeOf: 'Remove the topic {{name}}', short: 'topics: {{names}}', bad: 'Look at the regular expressions of the topics: one of them cannot be read.',
    name: 'Name', words: 'Words and phrases, one a line', patterns: 'Regular expressions, one a line', found: 'Where an answer speaks of it', says: 'Refusal', do: { flag: 'flag it', redact: 'put the refusal in its place', block: 'withhold the answer' },
  },
  help: {
    topic: {
      name: 'Records and reasons tell it.', words: '* at the end of a word takes any ending; by itself it stands for up to three words: take * tablets', patterns: 'In the syntax of RE2, in any case. Not needed where words do.',
      found: 'Of a stream, what came before stays. The settings above say what is done with each.', says: 'Empty: a sentence in English or Japanese, as the answer is.',
    },
    finds: 'What is done with a request or an answer, by what the guard says of it. Where “redact” has nothing to take out, the whole is blocked.',
    flag: 'It looks like an attack, but may be an ordinary text.', redact: 'It holds a key, a password or the like.', block: 'It is an attack, or would let something out.',
    layers: 'For what one layer finds, in place of the above. What servers of tools do (commands, sequences, pins) is set in noroshi.yaml.',
    layer: {
      signature: 'Wordings of known attacks', classifier: 'A learned model weighs the words', context: 'Asks for what the system prompt withholds or forbids', secret: 'Keys, tokens, passwords, personal data', leak: 'An answer tells the system prompt or a planted mark',
      link: 'A picture or link of an answer carries data out', markup: 'HTML or script in an answer that would run', code: 'A command or a query in an answer that does harm where it is run', topic: 'An answer speaks of one of the topics below',
      package: 'An answer names a package that is not in the lists that noroshi.yaml gives', address: 'A request points into an inner network, from where pictures and files would be fetched', form: 'A text is too long to be judged', other: 'Found at servers of tools only', taint: 'A call of a tool that should not be made after what was read before',
    },
    personal: 'Names, addresses, telephone numbers, cards, My Number and the like: neither the model nor the reader of an answer gets them, but those that the person wrote. Records never hold them.', restores: 'The model reads [EMAIL_1], who reads the answer gets the address.',
    length: 'A token is about four letters of English, or one and a half of Japanese. At the limit the model is stopped, and the answer ends as one that is too long: nobody pays for endless ones.',
    unnamed: 'It is written into the request. 4,000 are about ten pages.', most: 'Higher limits that programs name are lowered to it.',
    ask: 'Where something above says “ask a person”, and for tools that noroshi.yaml lists under confirmed, the program waits until somebody decides under Waiting.', askSeconds: 'Many programs give up by themselves after a few minutes.', otherwise: 'Also when 200 are waiting already.',
  },
}

const ja: typeof en = {
  policiesText: '判定に応じた対応をアプリケーションごとに定めます。変更は、記録済みの通信で試してから適用できます。', noGateway: 'ゲートウェイは動作していません', noGatewayText: 'noroshi.yaml の gateway: に接続先とアプリケーションを指定し、Noroshi を再起動してください。',
  inForce: '適用中', configured: '設定ファイルのとおり: {{name}}', keptBy: '{{person}} が適用({{at}}): {{reason}}', change: '変更', changeOf: '{{name}} のポリシーを変更', takeBack: '元に戻す', takeBackOf: '{{name}} のポリシーを元に戻す', tookBack: '設定ファイルのポリシーに戻しました',
  trial: '{{name}} のポリシー案', startFrom: '基にするポリシー', present: '現在のポリシー', finds: '判定ごとの対応', layersTitle: '層ごとの対応', asAbove: '上に従う', personal: '個人情報', restores: '要求で伏せた値を回答に復元する', askSeconds: '判断の期限(秒)',
  otherwise: '回答がない場合', otherwises: { block: '拒否', pass: '通過' }, would: { flag: '攻撃の疑い', redact: '秘密情報', block: '攻撃' }, do: { allow: '許可する', flag: '注意を付ける', redact: '伏せ字にする', ask: '人が判断する', block: '遮断する' },
  try: '記録済みの通信で試す', trying: '試しています…', keepByLead: '適用できるのはリーダー以上です。', keep: '適用', keepText: '{{name}} の新しい要求にただちに適用され、元に戻すまで有効です。', kept: 'ポリシーを適用しました', tryFirst: '試した後に変更されています。適用する前にもう一度試してください。',
  tried: '{{records}} 件の記録で試しました(最も古い記録: {{oldest}})', triedNone: 'このアプリケーションの記録がないため、試せません。', triedMore: 'これより古い記録は対象に含まれていません。', same: '結果の変わる記録はありません。',
  howTried: '記録には秘密情報がなく、本文は末尾だけが残っています。{{rejudged}} 件の文面は現在のガードで判定し直し、個人情報はすべての記録で、話題は回答で改めて探しました。それ以外の判定(秘密情報、漏えい、ツール、リンク、コード、パッケージ、文脈)は当時の結果を使いました。',
  otherwiseNow_one: '1 件は、ポリシーに関係なく当時と異なる判定になります。', otherwiseNow_other: '{{count}} 件は、ポリシーに関係なく当時と異なる判定になります。',
  wouldCut: '{{all}} 件の回答のうち {{part}} 件は、新しい上限で打ち切られます。', wouldGrow: '打ち切られていた {{part}} 件は、長くなる可能性があります。', estimated: '長さは文字数からの推定です。', sameVerdicts: '判定の変わる記録はありません。',
  changes: '変わる結果', before: '現在', after: '変更後', howMany: '件数', examples: '例', asFound: '当時の判定による',
  personalTitle: '個人情報', lengthTitle: '回答の長さ(トークン)', askTitle: '人による判断', unnamed: '上限の指定がない場合', most: '最大', unnamedOver: '「上限の指定がない場合」の値が「最大」を超えています。どちらかを変更してください。',
  lengthShort: '回答: 上限の指定がなければ {{unnamed}} トークン、最大 {{most}} トークン', byDefault: '既定: {{value}}', restored: { true: 'する', false: 'しない' },
  restoresShort: '伏せた値を回答に復元', askShort: '判断の期限 {{seconds}} 秒、回答がなければ{{otherwise}}',
  topic: {
    title: '扱わない話題', text: 'このアプリケーションへの回答で触れない話題です。大文字と小文字、字形、見えない文字、1 文字ずつの区切り、エンコードによる違いは区別しません。', add: '話題を追加', remove: '削除', removeOf: '話題「{{name}}」を削除', short: '扱わない話題: {{names}}', bad: '話題の正規表現を確認してください。解釈できないものがあります。',
    name: '名前', words: '語句(1 行に 1 つ)', patterns: '正規表現(1 行に 1 つ)', found: '回答が触れた場合', says: '代わりに返す文', do: { flag: '注意を付ける', redact: '代わりの文に置き換える', block: '回答を差し止める' },
  },
  help: {
    topic: {
      name: '記録と判定の理由に表示されます。', words: '語の末尾の * は任意の語尾、単独の * は 3 語までの任意の語を表します(例: take * tablets)。', patterns: 'RE2 の構文で、大文字と小文字は区別しません。語句で足りる場合は不要です。',
      found: 'ストリームでは、それまでに届いた部分はそのまま残ります。実際の扱いは上の設定に従います。', says: '空欄の場合は、回答の言語に合わせて英語または日本語の定型文を返します。',
    },
    finds: 'ガードの判定ごとに、要求や回答をどう扱うかを定めます。「伏せ字にする」を選んでも伏せる箇所がない場合は、全体を遮断します。',
    flag: '攻撃の可能性がありますが、通常の文章かもしれません。', redact: 'API キーやパスワードなどを含みます。', block: '攻撃であるか、情報が外部に漏れるものです。',
    layers: '特定の層の判定だけを、上の設定と異なる扱いにします。ツールのサーバーに関する層(コマンド、操作の連鎖、固定など)は noroshi.yaml で設定します。',
    layer: {
      signature: '既知の攻撃の言い回し', classifier: '学習済みモデルによる語句の評価', context: 'システムプロンプトが秘密または禁止とした内容の要求', secret: 'API キー、パスワード、個人情報', leak: '回答によるシステムプロンプトや目印の漏えい',
      link: '回答内の画像やリンクによる情報の持ち出し', markup: '回答内の、実行される HTML やスクリプト', code: '実行すると害のある、回答内のコマンドやクエリ', topic: '下の「扱わない話題」に触れた回答',
      package: 'noroshi.yaml で指定した一覧にないパッケージを挙げた回答', address: '画像やファイルの取得先が内部ネットワークになっている要求', form: '長すぎて検査できない文面', other: 'ツールのサーバーでのみ判定される層', taint: 'それまでに読んだ内容から見て許されないツールの呼び出し',
    },
    personal: '氏名、住所、メールアドレス、電話番号、カード番号、マイナンバーなどを、モデルにも、本人が書いたものを除き回答を読む人にも渡しません。記録にはどの設定でも残りません。', restores: 'モデルには [EMAIL_1] を渡し、回答の読み手には元のアドレスを表示します。',
    length: '1 トークンは英語で約 4 文字、日本語で約 1.5 文字です。上限に達するとモデルを停止し、長すぎる回答として終了します。際限のない回答による課金を防ぎます。',
    unnamed: '要求に書き加える上限です。4,000 で約 10 ページです。', most: 'プログラムの指定がこれを超える場合は引き下げます。',
    ask: '上で「人が判断する」とした場合と、noroshi.yaml の confirmed に挙げたツールの場合は、「判断待ち」で誰かが判断するまでプログラムが待機します。', askSeconds: '多くのプログラムは数分で待機を打ち切ります。', otherwise: '判断待ちがすでに 200 件ある場合も同じです。',
  },
}

export const policyWords = { en, ja }
