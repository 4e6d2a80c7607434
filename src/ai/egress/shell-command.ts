import { foldLetters } from '../text/fold-letters.ts'

/** A command as a shell would read it. */
export interface PlainCommand {
  readonly text: string
  /** It was written so that a reader sees another word than the shell. */
  readonly isDisguised: boolean
}

/** Undoes quoting inside words, `$'…'` escapes, `${IFS}`, backslashes before letters, and letters of other alphabets. */
export function plainCommand(command: string): PlainCommand {
  const text = foldLetters(command)
    .replaceAll(/\$'((?:[^'\\]|\\.)*)'/g, (_, inner: string) => unescape(inner))
    .replaceAll(/\$\{?ifs\}?/g, ' ')
    .replaceAll(/\\([a-z])/g, '$1')
    .replaceAll(/(?<=\w)(?:''|"")(?=\w)/g, '')
    .replaceAll(/(?<=\w)['"](\w{1,3})['"](?=\w)|(?<=\w)['"](\w{1,3})['"]|['"](\w{1,2})['"](?=\w)/g, '$1$2$3')
    .replaceAll(/\$@|\$\*(?=\w)/g, '')
  return { text, isDisguised: text !== command.toLowerCase() }
}

function unescape(inner: string): string {
  return inner
    .replaceAll(/\\x([0-9a-f]{1,2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replaceAll(/\\([0-7]{1,3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
    .toLowerCase()
}

/** A kind of command that no tool call of an agent should run unasked. */
export interface DangerousCommand {
  readonly id: string
  readonly en: string
  readonly ja: string
  readonly pattern: RegExp
}

const START = String.raw`(?:^|[\s;&|(\x60])`

export const DANGEROUS_COMMANDS: readonly DangerousCommand[] = [
  danger('delete-recursively', 'it deletes whole folders', 'フォルダーを丸ごと削除する', String.raw`${START}rm\s+(?:-\w*\s+)*-\w*(?:r\w*f|f\w*r)`),
  danger('wipe-disk', 'it overwrites a disk or file system', 'ディスクを上書きする', String.raw`${START}(?:mkfs(?:\.\w+)?\s|dd\s[^|]{0,200}of=/dev/|wipefs|shred\s)|>\s*/dev/sd[a-z]`),
  danger('fetch-and-run', 'it runs what it fetches', '取得したものをそのまま実行する', String.raw`(?:curl|wget|fetch)\s[^|]{0,400}\|\s*(?:sudo\s+)?(?:ba|z|da|k)?sh\b|(?:ba)?sh\s+<\(\s*(?:curl|wget)|\beval\s+["$\x60(]`),
  danger('decode-and-run', 'it runs what it decodes', '復号したものをそのまま実行する', String.raw`base64\s+(?:-d|--decode|-D)[^|]{0,200}\|\s*(?:ba|z)?sh\b|\|\s*(?:xxd\s+-r|openssl\s+enc\s+-d)[^|]{0,200}\|\s*(?:ba|z)?sh\b`),
  danger('read-secrets', 'it reads files that hold secrets', '秘密を含むファイルを読む', String.raw`/etc/(?:passwd|shadow|sudoers)|\.ssh/(?:id_|authorized_keys)|\bid_(?:rsa|ed25519|ecdsa|dsa)\b|\.aws/credentials|\.git-credentials|\.netrc|\.kube/config|/proc/(?:self|\d+)/environ|\bntds\.dit\b|\.gnupg/`),
  danger('reverse-shell', 'it opens a shell to the outside', '外部へシェルを開く', String.raw`/dev/tcp/|${START}n(?:c|cat|etcat)\s[^|]{0,100}-\w*e|socket\.socket\(.{0,200}(?:dup2|subprocess)|mkfifo\s.{0,80}\bnc\b|powershell.{0,40}-e(?:nc|ncodedcommand)?\s`),
  danger('fork-bomb', 'it exhausts the machine', '端末の資源を使い尽くす', String.raw`:\(\)\s*\{\s*:\|:&\s*\};:`),
  danger('persist', 'it installs itself to be started again', '再起動後も動くよう自らを登録する', String.raw`\bcrontab\s+-|/cron(?:tabs?|\.d|\.daily)?/|/etc/rc\.local|\.bashrc|/etc/systemd/system/|authorized_keys|\\currentversion\\run\b|schtasks\s+/create`),
  danger('open-permissions', 'it opens permissions to everyone', '誰でも書き込めるよう権限を広げる', String.raw`${START}chmod\s+(?:-\w+\s+)*(?:0?777|a\+rwx|u\+s|4755)`),
  danger('disable-protection', 'it switches protection off', '保護機能を無効にする', String.raw`${START}(?:setenforce\s+0|ufw\s+disable|iptables\s+-F|systemctl\s+(?:stop|disable)\s+(?:auditd|firewalld|apparmor))|history\s+-c`),
]

function danger(id: string, en: string, ja: string, pattern: string): DangerousCommand {
  return { id, en, ja, pattern: new RegExp(pattern, 'i') }
}
