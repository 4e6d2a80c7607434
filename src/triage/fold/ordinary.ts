/** What every network has and what therefore names nobody in particular. Values are normalised (lower case). */

/** Account names that exist on every machine: the same name on two of them is not the same person. */
const GENERIC_USERS = new Set([
  'administrator', 'admin', 'root', 'guest', 'user', 'test', 'ubuntu', 'debian', 'ec2-user', 'azureuser', 'vagrant', 'defaultaccount',
  'www-data', 'nobody', 'daemon', 'nginx', 'apache', 'postgres', 'mysql', 'krbtgt', 'system', 'local service', 'network service',
])

/** Where operating systems and installers put programs. */
const ORDINARY_PLACES = [
  /^(?:[a-z]:|\\\\\?\\[a-z]:|%systemroot%|\\device\\harddiskvolume\d+)?\\(?:windows\\(?!temp\\|tasks\\|debug\\)|program files)/,
  /^\/(?:usr\/(?!local\/)|bin\/|sbin\/|lib)/,
  /^\/(?:applications|system)\//,
]

export function isGenericUser(bareName: string): boolean {
  return bareName.endsWith('$') || GENERIC_USERS.has(bareName) || /^(?:dwm|umfd)-\d+$/.test(bareName)
}

/** `corp\alice` and `alice@corp.example` are `alice`: sources differ in what they write. A SID stays as it is. */
export function bareUser(user: string): string {
  return user.slice(user.lastIndexOf('\\') + 1).replace(/@.*$/, '')
}

/** True for a program or file where everyone has it, and for a mere name without a place. */
export function isOrdinaryPath(path: string): boolean {
  return !/[\\/]/.test(path) || ORDINARY_PLACES.some(place => place.test(path))
}

/** `srv01.corp.example` is `srv01`: sources differ in what they write. Addresses stay whole. */
export function hostLabel(host: string): string {
  return /^[\d.]+$|:/.test(host) ? host : host.replace(/\..*$/, '')
}

/** RFC 1918, shared (RFC 6598), link-local, loopback, multicast and unspecified addresses; their IPv6 counterparts (RFC 4193, 4291). */
export function isInternalAddress(address: string): boolean {
  const parts = address.split('.').map(Number)
  const [a = 0, b = 0] = parts
  if (parts.length === 4 && parts.every(part => part >= 0 && part < 256)) {
    return a === 10 || a === 127 || a === 0 || a >= 224 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) ||
      (a === 169 && b === 254) || (a === 100 && b >= 64 && b < 128)
  }
  return /^(?:f[cdf]|fe[89ab]|::1?$)/.test(address)
}
