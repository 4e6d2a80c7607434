import type { FactTemplates } from '../../model/reason.ts'

/**
 * (e) The next check by ATT&CK tactic, each with the answer that is expected when all is well. `search` is the query to run,
 * `hours` its length.
 */
export const nextCheckFacts: FactTemplates = {
  'triage.next-reconnaissance': {
    en: 'Check whether {subject|entity} got an answer it can use in the next {hours} hours: {search|query}. Expected if harmless: only ' +
      'refusals and errors, no sign-in and no transfer.',
    ja: 'その後 {hours} 時間に{subject|entity} が有用な応答を得ていないかを確認します: {search|query}。無害であれば、拒否やエラーのみで、ログオンやデータ転送はないはずです。',
  },
  'triage.next-initial-access': {
    en: 'Check what started on {subject|entity} in the next {hours} hours: {search|query}. Expected if harmless: no new program, ' +
      'account or outgoing connection that follows from it.',
    ja: 'その後 {hours} 時間に{subject|entity} で何が起動したかを確認します: {search|query}。無害であれば、新たなプログラム、アカウント、外部への通信は生じていないはずです。',
  },
  'triage.next-execution': {
    en: 'Check what the program started and where it connected on {subject|entity} in the next {hours} hours: {search|query}. Expected ' +
      'if harmless: child processes and addresses known from software distribution or administration.',
    ja: 'その後 {hours} 時間に{subject|entity} で、当該プログラムが何を起動し、どこへ接続したかを確認します: {search|query}。無害であれば、ソフトウェア配布や管理業務で既知のプロセスと接続先だけのはずです。',
  },
  'triage.next-persistence': {
    en: 'Check what was installed to start by itself on {subject|entity} (services, tasks, run keys, accounts): {search|query}. ' +
      'Expected if harmless: an entry that a change ticket or an installer accounts for.',
    ja: '{subject|entity} に自動起動の設定（サービス、タスク、Run キー、アカウント）が加えられていないかを確認します: {search|query}。無害であれば、変更申請やインストーラーで説明できる設定だけのはずです。',
  },
  'triage.next-privilege-escalation': {
    en: 'Check which rights the account on {subject|entity} used in the next {hours} hours: {search|query}. Expected if harmless: only ' +
      'rights it had the day before.',
    ja: 'その後 {hours} 時間に{subject|entity} でアカウントが行使した権限を確認します: {search|query}。無害であれば、前日までに持っていた権限だけのはずです。',
  },
  'triage.next-defense-evasion': {
    en: 'Check whether logging and protection on {subject|entity} still run and whether its log has a gap in the next {hours} hours: ' +
      '{search|query}. Expected if harmless: no gap, and the change has a ticket.',
    ja: '{subject|entity} のログ取得と保護機能が動作しているか、その後 {hours} 時間のログに欠落がないかを確認します: {search|query}。無害であれば、欠落はなく、変更申請が残っているはずです。',
  },
  'triage.next-credential-access': {
    en: 'Check where the accounts used on {subject|entity} signed in over the next {hours} hours: {search|query}. Expected if ' +
      'harmless: only the hosts and hours they always use.',
    ja: 'その後 {hours} 時間に、{subject|entity} で使われたアカウントがどこへログオンしたかを確認します: {search|query}。無害であれば、普段どおりのホストと時間帯だけのはずです。',
  },
  'triage.next-discovery': {
    en: 'Check who ran it on {subject|entity} and what followed within {hours} hours: {search|query}. Expected if harmless: an ' +
      'administrator or an inventory tool, and nothing after it.',
    ja: '{subject|entity} での実行者と、その後 {hours} 時間の動きを確認します: {search|query}。無害であれば、管理者または資産管理ツールによるもので、後続の動きはないはずです。',
  },
  'triage.next-lateral-movement': {
    en: 'Check the far end: which hosts took a sign-in or a service from {subject|entity} in the next {hours} hours: {search|query}. ' +
      'Expected if harmless: only hosts that this account administers.',
    ja: '接続先を確認します。その後 {hours} 時間に{subject|entity} からのログオンやサービス登録を受けたホストはどれか: {search|query}。無害であれば、当該アカウントの管理対象ホストだけのはずです。',
  },
  'triage.next-collection': {
    en: 'Check whether archives or large copies appeared on {subject|entity} in the next {hours} hours: {search|query}. Expected if ' +
      'harmless: a backup or an export that its owner knows.',
    ja: 'その後 {hours} 時間に{subject|entity} で圧縮ファイルや大量のコピーが作られていないかを確認します: {search|query}。無害であれば、管理者が把握しているバックアップやエクスポートだけのはずです。',
  },
  'triage.next-command-and-control': {
    en: 'Check whether other hosts contact the same address as {subject|entity}, and how regularly, in the next {hours} hours: ' +
      '{search|query}. Expected if harmless: a known service that many hosts use at irregular times.',
    ja: 'その後 {hours} 時間に、{subject|entity} と同じ宛先へほかのホストが通信していないか、通信が規則的でないかを確認します: {search|query}。無害であれば、多くのホストが不規則に利用する既知のサービスのはずです。',
  },
  'triage.next-exfiltration': {
    en: 'Check how much left {subject|entity} and where to in the next {hours} hours: {search|query}. Expected if harmless: a volume ' +
      'and a destination seen in earlier weeks.',
    ja: 'その後 {hours} 時間に{subject|entity} から送信されたデータの量と宛先を確認します: {search|query}。無害であれば、過去数週間にも見られた量と宛先のはずです。',
  },
  'triage.next-impact': {
    en: 'Check now whether backups and services of {subject|entity} are intact: {search|query}. Expected if harmless: they run, and ' +
      'the deletion or stop has a ticket.',
    ja: '{subject|entity} のバックアップとサービスが無事か、直ちに確認します: {search|query}。無害であれば、いずれも正常で、削除や停止には変更申請が残っているはずです。',
  },
  'triage.next-any': {
    en: 'Check what else happened on {subject|entity} in the next {hours} hours: {search|query}. Expected if harmless: its everyday ' +
      'activity and nothing new.',
    ja: 'その後 {hours} 時間に{subject|entity} でほかに何が起きたかを確認します: {search|query}。無害であれば、普段の動作だけで、新しい動きはないはずです。',
  },
  'triage.next-undated': {
    en: 'Establish when it happened: look at the records beside it in the same file: {search|query}. Expected if harmless: everyday ' +
      'activity of {subject|entity} around it.',
    ja: 'まず発生時刻を特定します。同じファイルの前後のレコードを確認します: {search|query}。無害であれば、前後は{subject|entity} の普段の動作のはずです。',
  },
}
