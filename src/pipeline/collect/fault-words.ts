import type { Language } from '../../model/reason.ts'

/**
 * Why a source does not take what is sent, in the language of who asks: one sentence for each fault that is known, and behind it the fault as it was
 * told, for who must look closer. What has no words of theirs stays as it is.
 */
export function faultWords(reason: string, language: Language): string {
  if (language === 'en') return reason
  const known = JAPANESE.find(([pattern]) => pattern.test(reason))
  return known === undefined ? reason : `${known[1]}(${reason})`
}

/** That a source is not taken into use, and why. */
export function cannotReceive(reason: string, language: Language): string {
  return language === 'en' ? `it cannot receive: ${reason}` : `受信を開始できません:${faultWords(reason, language)}`
}

/** By what was told; the first that fits. Codes of the operating system come last: other faults may quote them. */
const JAPANESE: readonly (readonly [RegExp, string])[] = [
  [/^the certificate of the server is of no authority/, 'サーバー証明書の発行元が信頼されていません。noroshi.yaml の authority で認証局を指定するか、OS に信頼させてください'],
  [/^the certificate of the server has expired/, 'サーバー証明書の有効期限が切れています'],
  [/^the certificate of the server is of another name/, 'サーバー証明書の名前が接続先と一致しません'],
  [/^the certificate cannot be used/, '証明書または秘密鍵を使用できません'],
  [/^the server does not speak TLS on this port/, '接続先のポートは TLS に対応していません'],
  [/^the server does not change to TLS/, 'サーバーが TLS への切り替え(STARTTLS)に応じません'],
  [/^the server sent more in the clear than it should/, 'TLS の開始前に余分なデータが届きました。通信経路で改ざんされている可能性があります'],
  [/^the server refuses the user or the (password|token)/, 'サーバーに認証を拒否されました。ユーザー名とパスワード(またはトークン)を確認してください'],
  [/^the server takes no password this way/, 'サーバーはこの接続方式でのパスワード認証を許可していません'],
  [/^the user or the password has letters/, 'ユーザー名またはパスワードに、このサーバーへ送れない文字が含まれています'],
  [/^the mailbox .* cannot be opened/s, 'メールボックスを開けません'],
  [/^the server numbers no mails/, 'サーバーがメールの通し番号(UIDVALIDITY)に対応していません'],
  [/^the server refuses /, 'サーバーに要求を拒否されました'],
  [/^the server sent .* more than \d+/s, 'サーバーの応答が大きすぎます'],
  [/^the server answered with more than \d+ lines/, 'サーバーの応答が大きすぎます'],
  [/^the server ended the connection/, 'サーバーが接続を切断しました'],
  [/^the server (does not answer|did not answer within)/, 'サーバーから応答がありません'],
  [/^more than \d+ redirections/, 'リダイレクトの回数が多すぎます'],
  [/^a redirection into the clear/, '暗号化されていない接続先へリダイレクトされました'],
  [/ is no address of the public net/, '接続先がプライベートアドレスです。意図したものであれば allowPrivate: true を指定してください'],
  [/ has no address$/, '接続先の名前からアドレスを得られません'],
  [/^more than \d+ bytes; nothing of it was taken/, '取得した内容が上限を超えたため、取り込みませんでした'],
  [/^more than \d+ objects below /, 'オブジェクトの数が上限を超えています。より長いプレフィックスを指定してください'],
  [/^more than \d+ files in /, 'フォルダー内のファイル数が上限を超えたため、残りは取り込みません'],
  [/ is no folder$/, '指定されたパスはフォルダーではありません'],
  [/^the store answers 40[13]\b/, 'オブジェクトストアにアクセスを拒否されました。鍵と権限を確認してください'],
  [/^the store answers 404\b/, 'オブジェクトストアに指定の場所が見つかりません'],
  [/^the store answers /, 'オブジェクトストアがエラーを返しました'],
  [/ answers (401|403)$/, '接続先にアクセスを拒否されました。認証情報を確認してください'],
  [/ answers 404$/, '接続先に指定のものが見つかりません'],
  [/ answers \d+$/, '接続先がエラーを返しました'],
  [/^its sensor was last heard of at/, 'このソースを受け持つセンサーからの連絡が途絶えています'],
  [/^the hub has named no unused space/, 'センサーが監視する未使用アドレスを、ハブがまだ指定していません。数秒ごとに問い合わせています'],
  [/^its configuration does not hold any more/, '保存されている設定が現在の設定条件に合いません'],
  [/ is served over TLS only/, 'このアドレスで待ち受けるには TLS の証明書と鍵が必要です'],
  [/^it did not begin within/, '制限時間内に受信を開始できませんでした'],
  [/^there is no receiver for /, 'この種類のソースを受信する機能がありません'],
  [/ is no address to listen on$/, '待ち受けアドレスの書き方が正しくありません'],
  [/ is no network$/, 'ネットワークの書き方が正しくありません'],
  [/^disk-full\b/, 'ディスクの空きが足りません。空きができると自動的に再開します'],
  [/^behind\b/, '保存処理が追いついていません。追いつくと自動的に再開します'],
  [/\bECONNREFUSED\b/, '接続を拒否されました。接続先のアドレスと、サーバーが動作しているかを確認してください'],
  [/\bECONNRESET\b|\bEPIPE\b|socket hang up/, '接続が途中で切断されました'],
  [/\bETIMEDOUT\b/, '接続がタイムアウトしました'],
  [/\b(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN)\b/, '接続先までの経路がありません'],
  [/\b(ENOTFOUND|EAI_AGAIN)\b/, '接続先の名前を解決できません。名前と DNS の設定を確認してください'],
  [/\bEADDRINUSE\b/, '待ち受けアドレスは他のプログラムが使用中です'],
  [/\bEADDRNOTAVAIL\b/, 'このアドレスはこのマシンにありません'],
  [/\b(EACCES|EPERM)\b/, '権限がありません。ファイルまたはポートの権限を確認してください'],
  [/\bENOENT\b/, 'ファイルまたはフォルダーが見つかりません'],
  [/\bENOTDIR\b/, '指定されたパスはフォルダーではありません'],
  [/\b(ENOSPC|EDQUOT)\b/, 'ディスクの空きが足りません'],
  [/\b(EMFILE|ENFILE)\b/, '開けるファイル数の上限に達しました'],
  [/\bEIO\b/, 'ディスクの読み書きに失敗しました'],
]
