const en = {
  pages: { cases: 'Cases', hunt: 'Hunt', evidence: 'Evidence', rules: 'Rules', sources: 'Sources', register: 'Register', telescope: 'Telescope', ai: 'AI', status: 'Status', people: 'Access' },
  navigation: 'Pages',
  skip: 'Skip to the page',
  account: 'Account and settings',
  language: 'Language',
  theme: 'Appearance',
  themes: { system: 'As the system', dark: 'Dark', light: 'Light' },
  roles: { viewer: 'Viewer', analyst: 'Analyst', lead: 'Lead', admin: 'Administrator' },
  signOut: 'Sign out',
  password: {
    change: 'Password…', title: 'Set your password', current: 'Present password', next: 'New password', byLink: 'Signed in by a link a moment ago, you need not give the present one.',
    save: 'Save', saved: 'The password is set; all other sessions ended', missing: 'You have no password yet. Set one to sign in again without a link.', set: 'Set a password',
  },
  live: { open: 'Live', connecting: 'Connecting…' },
  noSuchPage: 'There is no such page',
  noSuchPageMend: 'The address may be mistyped, or the page may have moved.',
  keys: {
    title: 'Keyboard', goTo: 'Go to {{page}}', next: 'Next entry', previous: 'Previous entry', open: 'Open the entry', search: 'Search', help: 'This list',
  },
  signIn: {
    promise: 'Sign in to work on your cases',
    name: 'Name', password: 'Password', enter: 'Sign in', busy: 'Signing in…',
    hint: 'No password yet? A one-time link is printed at the first start, and by',
  },
}

const ja: typeof en = {
  pages: { cases: 'ケース', hunt: 'ハント', evidence: '証拠', rules: 'ルール', sources: 'ソース', register: '登録簿', telescope: 'テレスコープ', ai: 'AI', status: '稼働状況', people: 'アクセス管理' },
  navigation: 'ページ',
  skip: '本文へ移動',
  account: 'アカウントと設定',
  language: '表示言語',
  theme: '外観',
  themes: { system: 'システムに合わせる', dark: 'ダーク', light: 'ライト' },
  roles: { viewer: '閲覧者', analyst: 'アナリスト', lead: 'リーダー', admin: '管理者' },
  signOut: 'サインアウト',
  password: {
    change: 'パスワード…', title: 'パスワードの設定', current: '現在のパスワード', next: '新しいパスワード', byLink: 'リンクでサインインした直後は、現在のパスワードの入力は不要です。',
    save: '保存', saved: 'パスワードを設定しました。ほかのセッションは終了しました', missing: 'パスワードが未設定です。設定すると、次回からリンクなしでサインインできます。', set: 'パスワードを設定',
  },
  live: { open: 'リアルタイム更新中', connecting: '接続中…' },
  noSuchPage: 'ページが見つかりません',
  noSuchPageMend: 'アドレスが誤っているか、ページが移動した可能性があります。',
  keys: {
    title: 'キーボード操作', goTo: '{{page}}を開く', next: '次の項目', previous: '前の項目', open: '項目を開く', search: '検索', help: 'この一覧を表示',
  },
  signIn: {
    promise: 'サインインしてケースの対応を始めましょう',
    name: 'ユーザー名', password: 'パスワード', enter: 'サインイン', busy: 'サインインしています…',
    hint: 'パスワードが未設定の場合は、初回起動時に表示されるサインイン用リンクを使うか、次のコマンドで再発行してください:',
  },
}

export const shellWords = { en, ja }
