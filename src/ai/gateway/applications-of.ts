import type { GatewayConfiguration } from '../../platform/config/gateway-schemas.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import type { Application } from './application.ts'

/** The applications as configured, with the keys of their upstreams from the environment. @throws NoroshiError `bad-configuration` for a key that is not there */
export function applicationsOf({ upstreams, applications }: GatewayConfiguration, environment: NodeJS.ProcessEnv): readonly Application[] {
  const known = new Map(upstreams.map(({ name, url, keyVariable }) => {
    const key = keyVariable === undefined ? null : environment[keyVariable]
    if (key === undefined || key === '') throw new NoroshiError('bad-configuration', `the environment variable ${keyVariable}, the key of gateway upstream ${name}, is not set`)
    return [name, { name, url, key }]
  }))
  return applications.map(({ upstream, tokensPerDay, ...rest }) => ({ ...rest, upstream: known.get(upstream)!, tokensPerDay: tokensPerDay ?? null }))
}
