/** Made lines of syslog as a site sends them: sshd, sudo, cron, kernel, a web server and a firewall; one in {@link MATCHING} is what a rule of ours finds. */
export function madeLines(count: number, now: number): Buffer[] {
  return Array.from({ length: count }, (_, index) => {
    const host = `host${index % 37}`
    const address = `198.51.100.${index % 251}`
    const [priority, program, message] = index % MATCHING === 0 ? ROOT_BY_PASSWORD(index, address) : MESSAGES[index % MESSAGES.length]!(index, address)
    const stamp = new Date(now + index).toISOString()
    return Buffer.from(`<${priority}>1 ${stamp} ${host} ${program} ${1_000 + index % 3_000} - - ${message}`)
  })
}

const MATCHING = 1_999

const ROOT_BY_PASSWORD = (index: number, address: string): Made => [86, 'sshd', `Accepted password for root from ${address} port ${20_000 + index % 40_000} ssh2`]

type Made = readonly [priority: number, program: string, message: string]

const MESSAGES: readonly ((index: number, address: string) => Made)[] = [
  (index, address) => [86, 'sshd', `Accepted publickey for user${index % 91} from ${address} port ${20_000 + index % 40_000} ssh2: ED25519 SHA256:abcdefgh${index}`],
  (index, address) => [86, 'sshd', `Failed password for invalid user admin${index % 7} from ${address} port ${20_000 + index % 40_000} ssh2`],
  index => [85, 'sudo', `user${index % 91} : TTY=pts/${index % 9} ; PWD=/home/user${index % 91} ; USER=root ; COMMAND=/usr/bin/systemctl restart unit${index % 50}`],
  index => [78, 'CRON', `(root) CMD (test -x /usr/sbin/anacron || run-parts --report /etc/cron.hourly/${index % 24})`],
  (index, address) => [4, 'kernel', `[UFW BLOCK] IN=eth0 OUT= SRC=${address} DST=192.0.2.${index % 255} LEN=60 TOS=0x00 TTL=52 ID=${index % 65_536} PROTO=TCP SPT=${index % 60_000} DPT=22 SYN`],
  (index, address) => [190, 'nginx', `${address} - - "GET /page/${index % 5_000}?q=${index % 77} HTTP/1.1" 200 ${index % 90_000} "-" "Mozilla/5.0 (X11; Linux x86_64)"`],
  index => [30, 'systemd', `Started session-${index}.scope - Session ${index} of User user${index % 91}.`],
  (index, address) => [22, 'postfix/smtpd', `connect from unknown[${address}], client=mail${index % 31}.example.com`],
]
