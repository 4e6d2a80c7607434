const en = {
  title: 'Access', subtitle: 'Who and what may come in',
  users: 'People', name: 'Name', displayName: 'Shown as', role: 'Role', clearance: 'May see up to', state: 'State', actions: 'Actions', enabled: 'may sign in', disabled: 'disabled',
  noPassword: 'no password yet', disable: 'Disable', enable: 'Enable', link: 'Sign-in link', add: 'Add a person', addTitle: 'Add a person', save: 'Add', added: '{{name}} was added',
  roleOf: 'Role of {{name}}', clearanceOf: 'Clearance of {{name}}', linkFor: 'Sign-in link for {{name}}', disableOf: 'Disable {{name}}', enableOf: 'Enable {{name}}',
  linkText: 'It works once, for 15 minutes. Hand it over by a way that only this person reads.', copyLink: 'Copy the link', changed: '{{name}} was changed',
  tokens: 'API tokens', tokensText: 'For programs: each may do what its scopes say, and never more than its owner.', label: 'For what', owner: 'Owner', scopes: 'Scopes', expires: 'Expires', used: 'Last used', never: 'never',
  scope: { read: 'read', write: 'write', ingest: 'hand in evidence', admin: 'administer' }, days: 'Days', make: 'Make a token', makeTitle: 'Make a token', noTokens: 'No tokens.',
  secretTitle: 'The token', secretText: 'It is shown here once. Whoever has it may do what it may do.', copySecret: 'Copy the token', remove: 'Delete', removeOf: 'Delete the token {{label}}', removed: 'The token ended',
  audit: 'Audit trail', auditText: 'Sign-ins, changes, and every look at evidence.', at: 'Time (UTC)', person: 'Who', action: 'What', subject: 'On what', noAudit: 'No entries.',
}

const ja: typeof en = {
  title: 'アクセス管理', subtitle: 'サインインできるユーザーと、API を利用できるプログラムの管理',
  users: 'ユーザー', name: 'ユーザー名', displayName: '表示名', role: '権限', clearance: '閲覧できる TLP の上限', state: '状態', actions: '操作', enabled: '有効', disabled: '無効',
  noPassword: 'パスワード未設定', disable: '無効にする', enable: '有効にする', link: 'サインイン用リンク', add: 'ユーザーを追加', addTitle: 'ユーザーを追加', save: '追加', added: '{{name}} を追加しました',
  roleOf: '{{name}} の権限', clearanceOf: '{{name}} の TLP の上限', linkFor: '{{name}} のサインイン用リンク', disableOf: '{{name}} を無効にする', enableOf: '{{name}} を有効にする',
  linkText: '1 回だけ、15 分以内に使用できます。本人だけが読める方法で渡してください。', copyLink: 'リンクをコピー', changed: '{{name}} の設定を変更しました',
  tokens: 'API トークン', tokensText: 'プログラム用です。許可した操作だけを、所有者の権限の範囲内で実行できます。', label: '用途', owner: '所有者', scopes: '許可する操作', expires: '有効期限', used: '最終使用', never: '未使用',
  scope: { read: '読み取り', write: '書き込み', ingest: '証拠の登録', admin: '管理' }, days: '有効日数', make: 'トークンを発行', makeTitle: 'トークンを発行', noTokens: 'トークンはありません。',
  secretTitle: '発行したトークン', secretText: 'トークンはこの画面に 1 回だけ表示されます。入手した人は誰でも、許可された操作を実行できます。', copySecret: 'トークンをコピー', remove: '削除', removeOf: 'トークン「{{label}}」を削除', removed: 'トークンを無効にしました',
  audit: '監査証跡', auditText: 'サインイン、変更、証拠の閲覧をすべて記録しています。', at: '時刻（UTC）', person: '実施者', action: '操作', subject: '対象', noAudit: '記録はありません。',
}

export const peopleWords = { en, ja }
