const en = {
  systemsText: 'AI systems of the register: what they are for, who answers for them, and what they are made of. noroshi ai inventory import FILE enters them, noroshi ai inventory check goes through the checklists.',
  noSystems: 'The register is empty', noSystemsText: 'Enter systems with noroshi ai inventory import FILE. guard/examples/systems.yaml shows what a file holds.',
  system: { name: 'System', owner: 'Owner', stage: 'Stage', models: 'Models', parts: 'Prompts, tools, data', reviewed: 'Reviewed', nobody: 'nobody', never: 'never' },
  stage: { plan: 'plan', data: 'data', develop: 'develop', test: 'test', release: 'release', deploy: 'deploy', operate: 'operate', monitor: 'monitor', govern: 'govern', retired: 'retired' },
  talkersTitle: 'Who talks to which model', talkersText: 'By names in DNS, TLS and HTTP, ports of model servers and the records of the gateway. What the register does not know comes first.',
  noTalkers: 'Nobody who talks to a model was seen', noTalkersText: 'Nothing that was ingested names a known service or server.',
  talker: { way: 'Way', service: 'Service', who: 'Who', asked: 'Asked', requests: 'Requests', last: 'Last', systems: 'In the register', unknown: 'not entered' },
  way: { gateway: 'gateway', direct: 'past the gateway', local: 'local server' },
}

const ja: typeof en = {
  systemsText: '台帳に登録された AI システムの用途、責任者、構成です。登録は noroshi ai inventory import ファイル、点検は noroshi ai inventory check で行います。',
  noSystems: '台帳は空です', noSystemsText: 'noroshi ai inventory import ファイル で登録します。ファイルの例は guard/examples/systems.yaml にあります。',
  system: { name: 'システム', owner: '責任者', stage: '段階', models: 'モデル', parts: 'プロンプト・ツール・データ', reviewed: '見直し', nobody: 'なし', never: '未実施' },
  stage: { plan: '計画', data: 'データ', develop: '開発', test: '試験', release: 'リリース', deploy: '配備', operate: '運用', monitor: '監視', govern: 'ガバナンス', retired: '廃止' },
  talkersTitle: 'モデルの利用状況', talkersText: 'DNS・TLS・HTTP の名前、モデルサーバーのポート、ゲートウェイの記録から把握したものです。台帳に登録のないものから順に並びます。',
  noTalkers: 'モデルの利用は見つかっていません', noTalkersText: '取り込まれたデータに、既知のサービスやサーバーは見つかりませんでした。',
  talker: { way: '経路', service: 'サービス', who: '利用者', asked: '接続先', requests: '回数', last: '最終', systems: '台帳', unknown: '未登録' },
  way: { gateway: 'ゲートウェイ経由', direct: 'ゲートウェイを通らない', local: '自前のサーバー' },
}

export const systemsWords = { en, ja }
