import { isPrivateHost } from './private-address.ts'

/** Names of arguments that a tool connects to, by one of their words. */
const CONNECTS_TO = /^(?:hosts?|hostnames?|servers?|addr|addrs|address|addresses|targets?|ips?|ipv[46]|ipaddr|ipaddress|ur[li]s?|links?|href|src|endpoints?|domains?|fqdn|prox(?:y|ies)|upstreams?|origins?|sites?|webhooks?|callbacks?|redirects?|peers?|remotes?|destinations?|dest|nodes?|gateways?|location|referer|cluster|broker|brokers|registry)$/i
/** And of those that hold what people write, in which an address is only spoken of. */
const SPEAKS = /^(?:query|queries|q|texts?|message|messages|content|contents|body|prompt|search|description|comment|note|notes|title|summary|filter|sql|logs?|lines?|pattern|subject|reason|keywords?|terms?|question)$/i
const SCHEME_LEFT_OUT = /^[\\/]{2,}(?=[\w[])/
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}(:\d{1,5})?([/?#]\S*)?$/
const IPV6 = /^(?:[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}|\[[0-9a-f:.]{2,45}\](?::\d{1,5})?(?:[/?#]\S*)?)$/i
const HOST = /^((?:[\p{L}\p{N}_-]{1,63}\.)*[\p{L}\p{N}_-]{1,63})\.?(:\d{1,5})?(?:[/?#]\S*)?$/u
/** A whole number that an address may be written as: smaller ones count things. */
const LEAST_WHOLE = 0x1000000
const LONGEST = 2_000

/**
 * What a tool may make of a value that is written as no whole address: without its scheme (`//host/`), a host with a port, a host alone where the argument is named
 * for one. Free text stays text.
 *
 * @returns a whole address, or null
 */
export function addressMeant(name: string, value: string): string | null {
  const text = value.trim()
  if (text.length > LONGEST || /\s/.test(text)) return null
  if (SCHEME_LEFT_OUT.test(text)) return withHost(text.replace(SCHEME_LEFT_OUT, ''), true)
  const connects = wordsOf(name).some(word => CONNECTS_TO.test(word))
  const host = text.replace(/^[^@/?#]{0,100}@/, '')
  if (connects && host !== text && IPV4.test(host)) return `http://${host}`
  const [, port, path] = IPV4.exec(text) ?? []
  const isNet = path !== undefined && /^\/\d{1,2}$/.test(path)
  if (!connects && isSpoken(name)) return null
  if (IPV4.test(text)) return connects || port !== undefined || (path !== undefined && !isNet) || isPrivateService(text) ? `http://${text}` : null
  if (IPV6.test(text)) return connects ? `http://${text.startsWith('[') ? text : `[${text}]`}` : null
  if (!connects) return /^localhost(?::\d{1,5}(?:[/?#]\S*)?|\/\S*)$/i.test(text) ? `http://${text}` : null
  return withHost(text, false)
}

/** Whether an argument or a member of that name holds words for people. */
export function isSpoken(name: string): boolean {
  return wordsOf(name).some(word => SPEAKS.test(word))
}

function wordsOf(name: string): string[] {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').split(/[^A-Za-z0-9]+/)
}

/** Of a single word only a number, a name of this machine, or one with a port is a host. */
function withHost(text: string, takesAny: boolean): string | null {
  const [, host, port] = HOST.exec(text) ?? (takesAny ? ['', /^[^/?#\\]+/.exec(text)?.[0]] : [])
  if (host === undefined) return null
  const address = `http://${text.replaceAll('\\', '/')}`
  if (host.includes('.') || port !== undefined || !URL.canParse(address)) return URL.canParse(address) ? address : null
  if (/^\d+$/.test(host)) return Number(host) >= LEAST_WHOLE ? address : null
  return isPrivateHost(new URL(address).hostname) ? address : null
}

/** Where clouds tell a machine its keys: nobody has another use for that address. */
function isPrivateService(text: string): boolean {
  return text.startsWith('169.254.')
}
