/** A kind of command that no tool call of an agent should run unasked. */
export interface DangerousCommand {
  readonly id: string
  readonly en: string
  readonly ja: string
  readonly pattern: RegExp
}

/** Where a shell begins a command: at a line's start, after what joins commands or hands one over, within quotes that another shell opens. */
const START = String.raw`(?:^|[\s;&|(\x60"'={!])(?:/(?:usr/)?s?bin/)?`
const SHELL = String.raw`(?:sudo\s+)?(?:/(?:usr/)?bin/)?(?:(?:ba|z|da|k|a)?sh|python[23]?|perl|ruby|node|php)\b`
const FETCH = String.raw`(?:curl|wget|fetch|lwp-download|aria2c|http)`
/** Keys, and the files that programs keep them in; a public key is none. */
const SECRET_FILES = String.raw`(?<![\w-])/etc/(?:passwd|shadow|sudoers|gshadow)\b|\.ssh/(?:id_\w+(?!\w|\.pub)|authorized_keys|\*|\s|$|[;|&)])|\bid_(?:rsa|ed25519|ecdsa|dsa)\b(?!\.pub)|\.aws/(?:credentials|\*|\s|$|[;|&)])|\.git-credentials|\.netrc|\.pgpass|\.kube/config|\.docker/config\.json|\.npmrc|\.pypirc|gcloud/(?:application_default_)?credentials|/proc/(?:self|\d+|1)/environ|\bntds\.dit\b|\.gnupg/|wallet\.dat|login\s?data|\.mozilla/firefox/.{0,60}logins\.json|config\\sam\b|\bsecurity\s+(?:dump-keychain|find-(?:generic|internet)-password)|mimikatz|secretsdump|lsass\.dmp|reg\s+save\s+hklm\\(?:sam|system|security)|/var/run/secrets/kubernetes`
const METADATA = String.raw`169\.254\.169\.254|169\.254\.170\.2|metadata\.google\.internal|100\.100\.100\.200|168\.63\.129\.16`

export const DANGEROUS_COMMANDS: readonly DangerousCommand[] = [
  danger('delete-recursively', 'it deletes whole folders', 'フォルダーを丸ごと削除する', String.raw`${START}rm\s+(?:-[\w-]+\s+)*(?:-\w*(?:r\w*f|f\w*r)|-r\s+-\w*f|-f\s+-\w*r|--recursive\s+--force|--force\s+--recursive|--no-preserve-root|-\w*r\w*\s+(?:[/~*]|\$home)(?:\s|$|\*))|${START}find\s+(?:[/~]|\$home)\S*\s[^|;]{0,200}-delete\b|(?:echo|printf)\s[^|;]{0,120}-\w*r[^|;]{0,120}\|\s*(?:sudo\s+)?xargs\s+(?:-\S+\s+){0,6}(?:sudo\s+)?(?:/(?:usr/)?bin/)?rm\b|remove-item\s.{0,80}-recurse\s.{0,20}-force|${START}(?:rd|rmdir)\s+/s\s+/q|\bdel\s+/[fsq]\s+/[fsq]|shutil\.rmtree\(\s*["'](?:/|~)`),
  danger('wipe-disk', 'it overwrites a disk or file system', 'ディスクを上書きする', String.raw`${START}(?:mkfs(?:\.\w+)?\s|dd\s[^|]{0,200}of=/dev/|wipefs|shred\s)|>\s*/dev/(?:sd[a-z]|nvme|vd[a-z])|\bformat\s+[a-z]:|vssadmin\s+delete\s+shadows|cipher\s+/w`),
  danger('fetch-and-run', 'it runs what it fetches', '取得したものをそのまま実行する', String.raw`${FETCH}\s[^|]{0,400}\|\s*(?:[\w-]+\s[^|]{0,60}\|\s*)?${SHELL}|(?:ba|z)?sh\s+<\(\s*${FETCH}|(?:source|\.)\s+<\(\s*${FETCH}|\beval\s+["$\x60(]|(?:sh|bash|python3?)\s+-c\s+["']?(?:\$\(|\x60)\s*${FETCH}|${FETCH}\s[^\n]{0,300}(?:;|&&?)\s*(?:[^\n]{0,200}(?:;|&&?)\s*)?(?:(?:ba)?sh\s+|\./|python3?\s+)?(?:/(?:tmp|var/tmp|dev/shm)/|\./\.)\S|\biex\b|invoke-expression|downloadstring|certutil\b.{0,60}-(?:urlcache|decode)|${START}mshta\s|bitsadmin\s+/transfer|regsvr32\s.{0,60}/i:|rundll32\s.{0,40}javascript|\bmsiexec\s.{0,40}https?:|urlopen\(.{0,200}\bexec\(|exec\(.{0,100}(?:urlopen|requests\.get)|${START}npx\s+-y\s+https?:|pip3?\s+install\s+.{0,60}http://|--checkpoint-action=exec|core\.sshcommand|ext::sh|--to-command|\.(?:exec|system|spawn|execsync|popen|check_output)\w*\(\s*["'\x60][^"'\x60]{0,300}(?:curl|wget)`),
  danger('decode-and-run', 'it runs what it decodes', '復号したものをそのまま実行する', String.raw`(?:base64|base32|b64decode|openssl\s+(?:enc|base64))[^|]{0,200}\|\s*(?:g?unzip[^|]{0,20}\|\s*)?${SHELL}|\|\s*(?:xxd\s+[^|]{0,20}-\w*r|openssl\s+enc\s+-d|tr\s[^|]{1,60}|rev|gunzip|zcat)[^|]{0,200}\|\s*${SHELL}|(?:ba|z|da)?sh\s+<<<\s*["']?(?:\$\(|\x60)|${SHELL}\s+-c\s+["']?(?:\$\(|\x60)|(?:exec|eval|system)\(.{0,60}(?:b64decode|atob\(|fromhex|base64|decode\()|(?:b64decode|atob|frombase64string)\(.{0,300}(?:exec|eval|system)\b|printf\s+["']?(?:\\?x?[0-9a-f]{2,3}){3}[^|]{0,400}\|\s*${SHELL}`),
  danger('read-secrets', 'it reads files that hold secrets', '秘密を含むファイルを読む', SECRET_FILES),
  danger('ask-metadata', 'it asks the cloud for the machine’s credentials', 'クラウドのメタデータから認証情報を取る', METADATA),
  danger('send-out', 'it sends what it reads outside', '読み取ったものを外部へ送る', String.raw`${FETCH}\s[^|;]{0,300}(?:\$\(|\x60)\s*(?:env|printenv|cat|whoami|hostname|id|base64|uname|ls|git)\b|(?:env|printenv|tar|zip|7z|gzip|cat|base64|history|mysqldump|pg_dump)\b[^;]{0,200}\|\s*(?:${FETCH}\s|nc\s|ncat\s|socat\s|ssh\s)|\b(?:dig|nslookup|host|ping)\s[^;]{0,80}(?:\$\(|\x60)|${FETCH}\s[^|;]{0,200}(?:-t|--upload-file|-f|-d|--data(?:-binary|-raw)?|--form|--post-file)[\s=]{0,2}["']?(?:\w{1,20}=)?@?[^\s"']{0,80}(?:\.env\b|\.ssh|\.aws|/etc/|id_rsa|credential|secret|\.sqlite|\.db\b|dump|\.kdbx)|${START}(?:scp|rsync)\s[^;]{0,100}(?:\.env\b|\.ssh|\.aws|/etc/)`),
  danger('reverse-shell', 'it opens a shell to the outside', '外部へシェルを開く', String.raw`/dev/(?:tcp|udp)/|/inet/tcp/|${START}n(?:c|cat|etcat)\s[^|]{0,100}(?:-\w*[ec]\b|--exec)|\bsocat\s.{0,200}exec|socket\.socket\(.{0,200}(?:dup2|subprocess)|mkfifo\s.{0,80}\b(?:nc|openssl|telnet)\b|\bmknod\s.{0,60}\bp\b|powershell(?:\.exe)?\s.{0,60}-(?:e|en|enc|encodedcommand|ec)\s+[\w+/=]{16}|powershell.{0,40}-w(?:indowstyle)?\s+hidden|perl\s.{0,40}use\s+socket|tcpsocket|fsockopen\(|pty\.spawn|net\.sockets\.tcpclient|net\.connect\(.{0,100}(?:spawn|exec)|(?:spawn|exec)\(.{0,100}net\.connect|os\.execl?\(.{0,20}/bin/(?:ba)?sh|socket\.tcp\(`),
  danger('fork-bomb', 'it exhausts the machine', '端末の資源を使い尽くす', String.raw`(\w{1,20}|:)\(\)\s*\{\s*\1\s*\|\s*\1\s*&\s*\}\s*;\s*\1`),
  danger('persist', 'it installs itself to be started again', '再起動後も動くよう自らを登録する', String.raw`\bcrontab\s+-(?!l)|\|\s*crontab\b|(?:>|tee(?:\s+-a)?|cp\s.{1,100}|mv\s.{1,100})\s*\S{0,40}(?:/cron(?:tabs?|\.d|\.daily)?/|/etc/rc\.local|\.bashrc|\.zshrc|\.bash_profile|\.profile|/etc/profile|/etc/systemd/system/|launchagents/|authorized_keys|ld\.so\.preload)|/cron(?:tabs|\.d)/|/etc/rc\.local|>>?\s*\S{0,40}authorized_keys|\\currentversion\\run\b|schtasks\s+/create|new-service\s|\bsc\s+create\b|ld_preload=|${START}(?:useradd|adduser)\s|usermod\s.{0,30}-\w*g\s+(?:sudo|wheel|root|docker)|nopasswd`),
  danger('open-permissions', 'it opens permissions to everyone', '誰でも書き込めるよう権限を広げる', String.raw`${START}chmod\s+(?:-\w+\s+)*(?:0?777|a\+rwx|[ugo]*\+s|[2467]7[0-7]{2})\s|setcap\s+cap_setuid`),
  danger('disable-protection', 'it switches protection off', '保護機能を無効にする', String.raw`${START}(?:setenforce\s+0|ufw\s+disable|iptables\s+-f|(?:systemctl|service)\s+(?:(?:stop|disable|mask)\s+(?:--now\s+)?)?(?:auditd|firewalld|apparmor|falcon-sensor|rsyslog|clamav\S*|osqueryd|wazuh-agent)(?:\s+stop)?)|history\s+-c|set-mppreference\s.{0,40}-disable|unset\s+histfile|histfile=/dev/null|histsize=0|wevtutil\s+cl|clear-eventlog|csrutil\s+disable|spctl\s+--master-disable|netsh\s+advfirewall\s.{0,40}off|>\s*/var/log/`),
]

function danger(id: string, en: string, ja: string, pattern: string): DangerousCommand {
  return { id, en, ja, pattern: new RegExp(pattern, 'i') }
}

/** Folders that programs make anew: to delete them is every build's first step. */
const MADE_ANEW = String.raw`(?!\S*\.\.)(?:\./)?(?:[\w.-]+/){0,6}(?:node_modules|dist|build|target|out|output|coverage|\.next|\.nuxt|\.turbo|\.parcel-cache|\.cache|cache|tmp|temp|library|intermediate|binaries|deriveddata(?:cache)?|pods|__pycache__|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.tox|\.?venv|obj|\.gradle|\.terraform|_build|[\w.-]*\.egg-info)(?:/\*?|/\S{1,80})?|(?!\S*\.\.)/tmp/[\w.-]+\S{0,80}|/var/(?:lib/apt/lists|cache/\w+)/\*?|/root/\.cache`
const REMOVAL = new RegExp(String.raw`(?<=^|[\s;&|(])rm\s+(?:-[rfv]+\s+|--(?:recursive|force)\s+)+(?:(?:--\s+)?${MADE_ANEW})(?:\s+${MADE_ANEW})*(?=\s*(?:$|[;&|)#\n"']|\d?>))`, 'g')
/** What a command only speaks of: a commit's message, a pattern to look for, a line that is shown. */
const SPOKEN = /(?<=\bgit\s[^;&|]{0,80}\s(?:-a?m|--message)[\s=]|\b(?:grep|rg|ag|egrep)\s[^;&|"']{0,80})(?:'[^']{0,2000}'|"[^"$`]{0,2000}")|(?<=(?:^|[;&])\s{0,4}echo\s(?:-\w\s)?)(?:'[^']{0,2000}'|"[^"$`]{0,2000}")(?=\s*(?:$|[;&]))/g

/** A command without what it does not do: words it only speaks of, and the removal of what a build makes anew. */
export function effectiveCommand(command: string): string {
  return command.replaceAll(SPOKEN, "''").replaceAll(REMOVAL, 'true')
}
