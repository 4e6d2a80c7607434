const en = {
  policiesText: 'What is done with what the guard finds, for each application. A change is tried on recorded traffic before it is put in place.', noGateway: 'No gateway runs here', noGatewayText: 'Name upstreams and applications in noroshi.yaml under gateway: and start Noroshi again.',
  inForce: 'In force', configured: 'as configured: {{name}}', keptBy: 'put in place by {{person}}, {{at}}: {{reason}}', change: 'Change', changeOf: 'Change the policy of {{name}}', takeBack: 'Take back', takeBackOf: 'Take back the policy of {{name}}', tookBack: 'The configured policy holds again',
  trial: 'Another policy for {{name}}', startFrom: 'Start from', present: 'the present one', finds: 'What the guard would', layersTitle: 'By layer', asAbove: 'as above', personal: 'Personal data in requests', restores: 'Put back into the answer what the request was without', askSeconds: 'Seconds to answer',
  otherwise: 'When nobody answers', otherwises: { block: 'refuse', pass: 'let it go on' }, would: { flag: 'flag', redact: 'redact', block: 'block' }, do: { allow: 'allow', flag: 'flag', redact: 'redact', ask: 'ask a person', block: 'block' },
  try: 'Try on recorded traffic', trying: 'Trying…', keep: 'Put in place', keepText: 'It holds at once, for new requests of {{name}}, until somebody takes it back.', kept: 'The policy is in place', tryFirst: 'Changed since it was tried: try it again before it is put in place.',
  tried: 'Tried on {{records}} records, the oldest of {{oldest}}', triedNone: 'There are no records of this application to try it on.', triedMore: 'There are older ones, which were not looked at.', same: 'Nothing would have been different.',
  howTried: 'Records are without secrets and hold the end of what was said. The words of {{rejudged}} were judged again as the guard is now; what else was found (secrets, leaks, tools, links, context) is taken as it was found then.',
  otherwiseNow_one: 'One is judged otherwise today than it was then, under any policy.', otherwiseNow_other: '{{count}} are judged otherwise today than they were then, under any policy.',
  changes: 'What would change', before: 'Now', after: 'Then', howMany: 'Records', examples: 'Examples', asFound: 'as it was found then',
}

const ja: typeof en = {
  policiesText: '判定に応じた対応をアプリケーションごとに定めます。変更は、記録済みの通信で試してから適用できます。', noGateway: 'ゲートウェイは動作していません', noGatewayText: 'noroshi.yaml の gateway: に接続先とアプリケーションを指定し、Noroshi を再起動してください。',
  inForce: '適用中', configured: '設定ファイルのとおり: {{name}}', keptBy: '{{person}} が適用({{at}}): {{reason}}', change: '変更', changeOf: '{{name}} のポリシーを変更', takeBack: '元に戻す', takeBackOf: '{{name}} のポリシーを元に戻す', tookBack: '設定ファイルのポリシーに戻しました',
  trial: '{{name}} のポリシー案', startFrom: '基にするポリシー', present: '現在のポリシー', finds: 'ガードの判定', layersTitle: '層ごとの対応', asAbove: '上に従う', personal: '要求に含まれる個人情報', restores: '要求で伏せた値を回答に復元する', askSeconds: '判断の期限(秒)',
  otherwise: '回答がない場合', otherwises: { block: '拒否', pass: '通過' }, would: { flag: '注意', redact: '伏せ字', block: '遮断' }, do: { allow: '許可する', flag: '注意を付ける', redact: '伏せ字にする', ask: '人が判断する', block: '遮断する' },
  try: '記録済みの通信で試す', trying: '試しています…', keep: '適用', keepText: '{{name}} の新しい要求にただちに適用され、元に戻すまで有効です。', kept: 'ポリシーを適用しました', tryFirst: '試した後に変更されています。適用する前にもう一度試してください。',
  tried: '{{records}} 件の記録で試しました(最も古い記録: {{oldest}})', triedNone: 'このアプリケーションの記録がないため、試せません。', triedMore: 'これより古い記録は対象に含まれていません。', same: '結果の変わる記録はありません。',
  howTried: '記録には秘密情報がなく、本文は末尾だけが残っています。{{rejudged}} 件の文面は現在のガードで判定し直し、それ以外の判定(秘密情報、漏えい、ツール、リンク、文脈)は当時の結果を使いました。',
  otherwiseNow_one: '1 件は、ポリシーに関係なく当時と異なる判定になります。', otherwiseNow_other: '{{count}} 件は、ポリシーに関係なく当時と異なる判定になります。',
  changes: '変わる結果', before: '現在', after: '変更後', howMany: '件数', examples: '例', asFound: '当時の判定による',
}

export const policyWords = { en, ja }
