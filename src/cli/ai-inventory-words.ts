/** Words of `noroshi ai inventory`. */
export const INVENTORY_WORDS = {
  en: {
    created: 'new', changed: 'changed', same: 'as before', empty: 'The inventory is empty: noroshi ai inventory import FILE.', owner: 'owner', nobody: 'nobody', models: 'models',
    counts: (prompts: number, tools: number, data: number) => `${prompts} prompts, ${tools} tools, ${data} data sets`,
    levels: { shall: 'required', should: 'recommended', can: 'possible' },
    states: { met: 'met', open: 'open', ask: 'to be answered', none: 'does not apply' },
    found: (requests: number) => `${requests} requests`, known: 'in the inventory', unknown: 'not in the inventory', nothing: 'Nothing that speaks to a model was found.', from: 'from', since: 'first', until: 'last',
    ways: { gateway: 'through the gateway', direct: 'past the gateway', local: 'local model server' },
  },
  ja: {
    created: '新規', changed: '変更', same: '変更なし', empty: '台帳は空です。noroshi ai inventory import ファイル で登録します。', owner: '責任者', nobody: 'なし', models: 'モデル',
    counts: (prompts: number, tools: number, data: number) => `プロンプト ${prompts}、ツール ${tools}、データ ${data}`,
    levels: { shall: '要求事項', should: '推奨事項', can: '任意' },
    states: { met: '適合', open: '未対応', ask: '要回答', none: '該当なし' },
    found: (requests: number) => `${requests} 回`, known: '台帳に登録済み', unknown: '台帳に未登録', nothing: 'モデルと通信しているものは見つかりませんでした。', from: '送信元', since: '最初', until: '最後',
    ways: { gateway: 'ゲートウェイ経由', direct: 'ゲートウェイを通らない', local: '自前のモデルサーバー' },
  },
} as const
