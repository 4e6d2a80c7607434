import { shortIpv6 } from '../../../model/short-ipv6.ts'

/** Where data of FTP is to go. */
export interface FtpEndpoint {
  readonly address: string
  readonly port: number
}

/** `h1,h2,h3,h4,p1,p2` of PORT and of the answer to PASV (RFC 959, section 4.1.2); null when there is none. */
export function endpointOfNumbers(text: string): FtpEndpoint | null {
  const numbers = /(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})/.exec(text)?.slice(1).map(Number)
  if (numbers === undefined || numbers.some(number => number > 255)) return null
  return { address: numbers.slice(0, 4).join('.'), port: numbers[4]! * 256 + numbers[5]! }
}

/** `|2|address|port|` of EPRT and of the answer to EPSV, in which the address is missing (RFC 2428). */
export function endpointOfBars(text: string, otherwise: string): FtpEndpoint | null {
  const found = /([!-~])([12]?)\1([0-9A-Fa-f.:]{0,45})\1(\d{1,5})\1/.exec(text)
  if (found === null || Number(found[4]) > 65_535) return null
  const address = found[3]!
  return { address: address === '' ? otherwise : address.includes(':') ? shortIpv6(address) : address, port: Number(found[4]) }
}
