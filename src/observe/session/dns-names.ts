/** Names of record types, classes and answers (IANA registry of DNS parameters), as Zeek writes them. */
const TYPES: ReadonlyMap<number, string> = new Map([
  [1, 'A'], [2, 'NS'], [5, 'CNAME'], [6, 'SOA'], [10, 'NULL'], [11, 'WKS'], [12, 'PTR'], [13, 'HINFO'], [15, 'MX'], [16, 'TXT'], [17, 'RP'], [18, 'AFSDB'],
  [24, 'SIG'], [25, 'KEY'], [28, 'AAAA'], [29, 'LOC'], [32, 'NB'], [33, 'SRV'], [35, 'NAPTR'], [36, 'KX'], [37, 'CERT'], [39, 'DNAME'], [41, 'EDNS'], [43, 'DS'],
  [44, 'SSHFP'], [46, 'RRSIG'], [47, 'NSEC'], [48, 'DNSKEY'], [50, 'NSEC3'], [51, 'NSEC3PARAM'], [52, 'TLSA'], [59, 'CDS'], [60, 'CDNSKEY'], [61, 'OPENPGPKEY'],
  [64, 'SVCB'], [65, 'HTTPS'], [99, 'SPF'], [249, 'TKEY'], [250, 'TSIG'], [251, 'IXFR'], [252, 'AXFR'], [255, '*'], [256, 'URI'], [257, 'CAA'],
])

const CLASSES: ReadonlyMap<number, string> = new Map([[1, 'C_INTERNET'], [2, 'C_CSNET'], [3, 'C_CHAOS'], [4, 'C_HESOD'], [254, 'C_NONE'], [255, 'C_ANY']])

const CODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED', 'YXDOMAIN', 'YXRRSET', 'NXRRSET', 'NOTAUTH', 'NOTZONE']

export function dnsTypeName(type: number): string {
  return TYPES.get(type) ?? `query-${type}`
}

export function dnsClassName(dnsClass: number): string {
  return CLASSES.get(dnsClass) ?? `qclass-${dnsClass}`
}

export function dnsCodeName(code: number): string {
  return CODES[code] ?? `rcode-${code}`
}
