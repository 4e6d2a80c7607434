/** One flow tuple as CAIDA's Corsaro 3 writes it; the names and their order are those of its files. */
export interface FlowTuple {
  /** Start of the interval, seconds since the epoch. */
  readonly time: number
  readonly src_ip: number
  readonly dst_ip: number
  /** Of ICMP the type. */
  readonly src_port: number
  /** Of ICMP the code. */
  readonly dst_port: number
  readonly protocol: number
  readonly ttl: number
  readonly tcp_flags: number
  readonly ip_len: number
  /** Bytes of the TCP header, of SYNs. */
  readonly tcp_synlen: number
  /** Receive window, of SYNs. */
  readonly tcp_synwinlen: number
  packet_cnt: number
  readonly is_spoofed: number
  readonly is_masscan: number
  readonly maxmind_continent: string
  readonly maxmind_country: string
  readonly netacq_continent: string
  readonly netacq_country: string
  /** 0: not known. */
  readonly prefix2asn: number
}

/** Every field with its type in Avro, in order. */
export const FLOW_TUPLE_FIELDS = [
  ['time', 'long'], ['src_ip', 'long'], ['dst_ip', 'long'], ['src_port', 'int'], ['dst_port', 'int'], ['protocol', 'int'], ['ttl', 'int'], ['tcp_flags', 'int'],
  ['ip_len', 'int'], ['tcp_synlen', 'int'], ['tcp_synwinlen', 'int'], ['packet_cnt', 'long'], ['is_spoofed', 'int'], ['is_masscan', 'int'],
  ['maxmind_continent', 'string'], ['maxmind_country', 'string'], ['netacq_continent', 'string'], ['netacq_country', 'string'], ['prefix2asn', 'long'],
] as const satisfies readonly (readonly [keyof FlowTuple, 'long' | 'int' | 'string'])[]
