import { TRAFFIC_VERSION } from './defaults.ts'
import { TRAFFIC_RULES } from './traffic-rules.ts'

/** How traffic is looked at. */
export interface TrafficOptions {
  /** Networks of the site besides the private ones, as CIDR. */
  readonly ownNetworks: readonly string[]
}

/** What findings about traffic depend on besides the events, as one more rule among those that a reading's version is made of; none where it is not looked at. */
export function trafficVersion(traffic: TrafficOptions | undefined, disabledRules: readonly string[] = []): readonly { readonly key: string, readonly content: unknown }[] {
  if (traffic === undefined) return []
  const disabled = Object.values(TRAFFIC_RULES).map(({ id }) => id).filter(id => disabledRules.includes(id))
  return [{ key: 'traffic', content: { version: TRAFFIC_VERSION, ...traffic, disabled } }]
}
