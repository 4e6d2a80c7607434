/** How the bytes of an element are read. Times: since the epoch, since the exporter's start (`uptime`), or before its export (`delta`). */
export type ElementKind =
  | 'number' | 'ipv4' | 'ipv6' | 'mac' | 'text' | 'protocol' | 'flags' | 'opaque' | 'end-reason' | 'nat-event' | 'firewall-event'
  | 'start-seconds' | 'start-milliseconds' | 'start-ntp' | 'start-uptime' | 'start-delta'
  | 'end-seconds' | 'end-milliseconds' | 'end-ntp' | 'end-uptime' | 'end-delta'
  | 'duration-milliseconds' | 'duration-microseconds' | 'boot-milliseconds'

export interface Element {
  /** In a {@link FlowRecord}. */
  readonly name: string
  readonly kind: ElementKind
}

/** The element of a field, by IANA's registry of IPFIX information elements, which begins with NetFlow v9's field types (RFC 3954 §8); null when it has no name here. */
export function elementOf(enterprise: number, id: number): Element | null {
  if (enterprise === 0) return ELEMENTS.get(id) ?? null
  // The same seen the other way (RFC 5103 §6.1).
  return enterprise === REVERSE ? REVERSED.get(id) ?? null : null
}

const REVERSE = 29_305

const ELEMENTS: ReadonlyMap<number, Element> = new Map(Object.entries({
  number: {
    1: 'orig_bytes', 2: 'orig_pkts', 5: 'ip_tos', 7: 'id.orig_p', 9: 'orig_prefix', 10: 'in_interface', 11: 'id.resp_p', 13: 'resp_prefix', 14: 'out_interface', 16: 'orig_as', 17: 'resp_as',
    23: 'post_bytes', 24: 'post_pkts', 29: 'orig_prefix', 30: 'resp_prefix', 31: 'flow_label', 32: 'icmp_type_code', 34: 'sampling_interval', 48: 'sampler', 50: 'sampling_interval',
    52: 'ttl_min', 53: 'ttl_max', 58: 'vlan', 59: 'post_vlan', 60: 'ip_version', 61: 'direction', 85: 'orig_bytes', 86: 'orig_pkts', 89: 'forwarding_status', 139: 'icmp_type_code', 148: 'flow_id',
    176: 'icmp_type', 177: 'icmp_code', 178: 'icmp_type', 179: 'icmp_code', 227: 'nat_orig_p', 228: 'nat_resp_p', 231: 'orig_bytes', 232: 'resp_bytes', 234: 'in_vrf', 235: 'out_vrf',
    239: 'biflow_direction', 243: 'vlan', 298: 'orig_pkts', 299: 'resp_pkts', 305: 'sampling_interval', 306: 'sampling_space', 361: 'nat_port_first', 362: 'nat_port_last', 363: 'nat_port_step', 364: 'nat_port_count',
  },
  ipv4: { 8: 'id.orig_h', 12: 'id.resp_h', 15: 'next_hop', 18: 'bgp_next_hop', 130: 'exporter_address', 225: 'nat_orig_h', 226: 'nat_resp_h' },
  ipv6: { 27: 'id.orig_h', 28: 'id.resp_h', 62: 'next_hop', 63: 'bgp_next_hop', 131: 'exporter_address', 281: 'nat_orig_h', 282: 'nat_resp_h' },
  mac: { 56: 'orig_mac', 57: 'post_resp_mac', 80: 'resp_mac', 81: 'post_orig_mac' },
  text: { 82: 'interface_name', 83: 'interface_description', 94: 'application_description', 96: 'application', 371: 'user', 459: 'http_method', 460: 'http_host', 40_000: 'user' },
  opaque: { 95: 'application_id' },
  protocol: { 4: 'proto' },
  flags: { 6: 'tcp_flags' },
  'end-reason': { 136: 'flow_end_reason' },
  'nat-event': { 230: 'nat_event' },
  'firewall-event': { 233: 'firewall_event' },
  'start-uptime': { 22: 'ts' },
  'end-uptime': { 21: 'end' },
  'start-seconds': { 150: 'ts', 322: 'ts' },
  'end-seconds': { 151: 'end' },
  'start-milliseconds': { 152: 'ts', 323: 'ts' },
  'end-milliseconds': { 153: 'end' },
  'start-ntp': { 154: 'ts', 156: 'ts', 324: 'ts', 325: 'ts' },
  'end-ntp': { 155: 'end', 157: 'end' },
  'start-delta': { 158: 'ts' },
  'end-delta': { 159: 'end' },
  'boot-milliseconds': { 160: 'boot' },
  'duration-milliseconds': { 161: 'duration' },
  'duration-microseconds': { 162: 'duration' },
} satisfies Partial<Record<ElementKind, Readonly<Record<number, string>>>>).flatMap(([kind, names]) =>
  Object.entries(names).map(([id, name]): [number, Element] => [Number(id), { name, kind: kind as ElementKind }])))

const REVERSED: ReadonlyMap<number, Element> = new Map([
  [1, { name: 'resp_bytes', kind: 'number' }], [2, { name: 'resp_pkts', kind: 'number' }], [6, { name: 'resp_tcp_flags', kind: 'flags' }],
  [85, { name: 'resp_bytes', kind: 'number' }], [86, { name: 'resp_pkts', kind: 'number' }],
])

/** RFC 5102 §5.11.3. */
export const END_REASONS: Readonly<Record<number, string>> = { 1: 'idle-timeout', 2: 'active-timeout', 3: 'end-of-flow', 4: 'forced-end', 5: 'lack-of-resources' }

/** RFC 8158 §4.3; 1 and 2 are also what older exporters say of any session. */
export const NAT_EVENTS: Readonly<Record<number, string>> = {
  1: 'create', 2: 'delete', 3: 'pool-exhausted', 4: 'create', 5: 'delete', 6: 'nat64-create', 7: 'nat64-delete', 8: 'bib-create', 9: 'bib-delete', 10: 'pool-exhausted', 11: 'quota-exceeded',
  12: 'address-binding-create', 13: 'address-binding-delete', 16: 'port-block-allocate', 17: 'port-block-free', 18: 'threshold-reached',
}

/** IANA, firewallEvent. */
export const FIREWALL_EVENTS: Readonly<Record<number, string>> = { 0: 'ignore', 1: 'created', 2: 'deleted', 3: 'denied', 4: 'alert', 5: 'update' }
