const en = {
  limit: {
    title: 'Set in noroshi.yaml', text: 'What holds beside the policy. It is changed under gateway.applications in noroshi.yaml, and holds when Noroshi starts again.', none: 'none', unlimited: 'without limit',
    upstream: 'Asks models at', packages: 'Lists of packages that answers may name', requestsPerMinute: 'Requests a minute', tokensPerDay: 'Tokens a day (UTC)', judge: 'Model asked about doubtful requests', asked: '{{model}} at {{upstream}}, {{seconds}} s at most', judgesAnswers: 'Answers', judged: { true: 'are judged', false: 'are not judged' }, unreadable: 'What cannot be judged', unread: { refuse: 'is refused', pass: 'is let through' },
    audit: 'Records hold', written: { texts: 'texts without their secrets', figures: 'figures only' }, canaries: 'Planted marks', hosts: 'Hosts that answers may carry data to', confirmed: 'Tools that a person allows each time',
    tools: { untrusted: 'Tools that read what anybody may have written', private: 'Tools that read what is not public', outside: 'Tools that act outside', third: 'Where a conversation would hold all three' },
  },
}

const ja: typeof en = {
  limit: {
    title: 'noroshi.yaml での設定', text: 'ポリシー以外に有効な設定です。noroshi.yaml の gateway.applications で変更し、Noroshi の再起動後に有効になります。', none: 'なし', unlimited: '上限なし',
    upstream: 'モデルの接続先', packages: '回答で挙げてよいパッケージの一覧', requestsPerMinute: '1 分あたりの要求数', tokensPerDay: '1 日あたりのトークン数(UTC)', judge: '疑わしい要求について尋ねるモデル', asked: '{{model}}(接続先 {{upstream}}、最長 {{seconds}} 秒)', judgesAnswers: '回答の検査', judged: { true: 'する', false: 'しない' }, unreadable: '検査できないもの', unread: { refuse: '拒否', pass: '通過' },
    audit: '記録の内容', written: { texts: '本文(秘密情報を除く)', figures: '数値のみ' }, canaries: '埋め込んだ目印の数', hosts: '回答からデータを送ってよいホスト', confirmed: '呼び出しのたびに人の許可が必要なツール',
    tools: { untrusted: '誰が書いたか分からない内容を読むツール', private: '非公開の内容を読むツール', outside: '外部に作用するツール', third: '1 つの会話に 3 種類がそろう場合' },
  },
}

export const limitWords = { en, ja }
