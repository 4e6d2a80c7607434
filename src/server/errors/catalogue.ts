import type { Language } from '../../model/reason.ts'

interface Words {
  readonly message: string
  readonly mend: string
}

interface ApiErrorKind extends Readonly<Record<Language, Words>> {
  readonly status: 400 | 401 | 403 | 404 | 408 | 409 | 413 | 422 | 429 | 500 | 503
}

/** Every refusal of the HTTP API in one table. What somebody may not see reads exactly like what is not there: `not-found`. */
export const API_ERRORS = {
  'bad-request': {
    status: 400,
    en: { message: 'The request is not understood', mend: 'compare it with the description of the API, /api/v1/openapi.json' },
    ja: { message: 'リクエストを解釈できません', mend: 'API 定義(/api/v1/openapi.json)と照らし合わせてください' },
  },
  'signed-out': {
    status: 401,
    en: { message: 'You are not signed in, or your session has ended', mend: 'sign in again' },
    ja: { message: 'サインインしていないか、セッションが終了しました', mend: 'もう一度サインインしてください' },
  },
  'sign-in-failed': {
    status: 401,
    en: { message: 'The name or the password is wrong, or the account is disabled', mend: 'try again, or ask an administrator for a sign-in link' },
    ja: { message: '名前またはパスワードが違うか、アカウントが無効です', mend: 'もう一度試すか、管理者にサインイン用リンクの発行を依頼してください' },
  },
  'link-failed': {
    status: 401,
    en: { message: 'This sign-in link has been used or is older than 15 minutes', mend: 'get a new one: noroshi user reset NAME' },
    ja: { message: 'このサインイン用リンクは使用済みか、15 分の期限が切れています', mend: 'noroshi user reset NAME で新しいリンクを発行してください' },
  },
  'csrf': {
    status: 403,
    en: { message: 'The request does not come from a page of this console', mend: 'reload the page; programs use an API token' },
    ja: { message: 'このコンソールのページから送られたリクエストではありません', mend: 'ページを再読み込みしてください。プログラムからは API トークンを使います' },
  },
  'not-found': {
    status: 404,
    en: { message: 'There is nothing here, or you may not see it', mend: 'check the address; if you need it, ask an administrator for the right' },
    ja: { message: '見つからないか、閲覧する権限がありません', mend: 'アドレスを確認してください。必要な場合は管理者に権限を依頼してください' },
  },
  'too-slow': {
    status: 408,
    en: { message: 'The request did not arrive in time', mend: 'send it again over a better connection' },
    ja: { message: 'リクエストが時間内に届きませんでした', mend: '接続状態を確認して、もう一度送信してください' },
  },
  'conflict': {
    status: 409,
    en: { message: 'Something else has changed this in the meantime, or it is not possible in its present state', mend: 'load it again and look' },
    ja: { message: '他の操作で変更されたか、現在の状態では実行できません', mend: '再読み込みして内容を確認してください' },
  },
  'too-large': {
    status: 413,
    en: { message: 'The request is larger than it may be', mend: 'send evidence in pieces through /api/v1/uploads' },
    ja: { message: 'リクエストが上限を超えています', mend: '証拠は /api/v1/uploads で分割して送信してください' },
  },
  'unprocessable': {
    status: 422,
    en: { message: 'The request is well formed, but its content cannot be used', mend: 'see what is said beside it, and mend it' },
    ja: { message: 'リクエストの形式は正しいものの、内容を処理できません', mend: '併記の説明を確認して修正してください' },
  },
  'too-many': {
    status: 429,
    en: { message: 'Too many requests', mend: 'wait as long as the header Retry-After says' },
    ja: { message: 'リクエストが多すぎます', mend: 'Retry-After ヘッダーの秒数だけ待ってください' },
  },
  'internal': {
    status: 500,
    en: { message: 'Something went wrong in the server', mend: 'tell an administrator the request id; the log says more under it' },
    ja: { message: 'サーバー内部でエラーが発生しました', mend: '管理者にリクエスト ID を伝えてください。ログに詳細があります' },
  },
  'unavailable': {
    status: 503,
    en: { message: 'An engine is not available at the moment', mend: 'try again shortly; noroshi doctor shows which one' },
    ja: { message: 'エンジンが一時的に利用できません', mend: '少し待ってから再試行してください。noroshi doctor で確認できます' },
  },
} as const satisfies Record<string, ApiErrorKind>

export type ApiErrorCode = keyof typeof API_ERRORS
