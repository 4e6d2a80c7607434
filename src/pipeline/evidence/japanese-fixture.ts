import type { TextEncoding } from '../../model/decoder.ts'

/** Two log lines, as four sets of bytes: the platform has no encoder for the Japanese encodings. */
export const JAPANESE_TEXT =
  '2026年4月17日 05:24 認証に失敗しました：ユーザー「田中」から接続を拒否\nエラー コード=0x80070005 アクセスが拒否されました。\n'

export const JAPANESE_BYTES: Readonly<Record<TextEncoding, Buffer>> = {
  'utf-8': Buffer.from(JAPANESE_TEXT),
  'utf-16le': Buffer.from(JAPANESE_TEXT, 'utf16le'),
  'utf-16be': Buffer.from(JAPANESE_TEXT, 'utf16le').swap16(),
  'shift_jis': Buffer.from(
    '32303236944e348c8e313793fa2030353a32342094468fd882c98eb8947382b582dc82b582bd81468386815b8355815b817593639286817682a982e790da91b1' +
    '82f08b9194db0a83478389815b208352815b83683d30783830303730303035208341834e835a835882aa8b9194db82b382ea82dc82b582bd81420a', 'hex'),
  'euc-jp': Buffer.from(
    '32303236c7af34b7ee3137c6fc2030353a323420c7a7bedaa4cbbcbac7d4a4b7a4dea4b7a4bfa1a7a5e6a1bca5b6a1bca1d6c5c4c3e6a1d7a4aba4e9c0dcc2b3' +
    'a4f2b5f1c8dd0aa5a8a5e9a1bc20a5b3a1bca5c93d3078383030373030303520a5a2a5afa5bba5b9a4acb5f1c8dda4b5a4eca4dea4b7a4bfa1a30a', 'hex'),
  'iso-2022-jp': Buffer.from(
    '323032361b2442472f1b2842341b2442376e1b284231371b2442467c1b28422030353a3234201b244247273e5a244b3c3a47542437245e2437243f2127256621' +
    '3c2536213c2156454443662157242b2469405c423324723571485d1b28420a1b244225282569213c1b2842201b24422533213c25491b28423d30783830303730' +
    '303035201b24422522252f253b2539242c3571485d2435246c245e2437243f21231b28420a', 'hex'),
}

/** `ｴﾗｰ: ﾃﾞﾊﾞｲｽ ｾﾂｿﾞｸ ｼﾊﾟｲ` in CP932, as old equipment writes. */
export const HALF_WIDTH_CP932 = Buffer.from('b4d7b03a20c3decadeb2bd20bec2bfdeb820bccadfb20a', 'hex')
