import type { GatewayConfiguration } from '../../../platform/config/gateway-schemas.ts'
import { NoroshiError } from '../../../platform/noroshi-error.ts'
import type { KnownPackages } from '../../output/package/known-packages.ts'
import { readPackages } from '../../output/package/read-packages.ts'
import type { Application } from './application.ts'
import type { GatewayPolicy } from '../policy/policy.ts'
import { BUILT_IN_POLICIES, policySchema } from '../policy/policy.ts'

/** The applications as configured, with the keys of their upstreams from the environment. @throws NoroshiError `bad-configuration` for a key or a policy that is not there, or a list of packages that cannot be read */
export function applicationsOf({ upstreams, applications, policies }: GatewayConfiguration, environment: NodeJS.ProcessEnv): readonly Application[] {
  const known = new Map(upstreams.map(({ name, url, keyVariable }) => {
    const key = keyVariable === undefined ? null : environment[keyVariable]
    if (key === undefined || key === '') throw new NoroshiError('bad-configuration', `the environment variable ${keyVariable}, the key of gateway upstream ${name}, is not set`)
    return [name, { name, url, key }]
  }))
  const byName = policiesOf(policies)
  const policyOf = (application: string, named: string): GatewayPolicy => {
    const policy = byName.get(named)
    if (policy === undefined) throw new NoroshiError('bad-configuration', `gateway application ${application}: there is no policy ${named}; there are ${[...byName.keys()].join(', ')}`)
    return policy
  }
  const packagesOf = packageReader()
  return applications.map(({ upstream, tokensPerDay, policy, packages, judge, ...rest }) => ({
    ...rest, judge: judge === undefined ? undefined : { ...judge, upstream: known.get(judge.upstream)! }, policy: policyOf(rest.name, policy), upstream: known.get(upstream)!, tokensPerDay: tokensPerDay ?? null, packages: packagesOf(packages),
  }))
}

/** Applications with the same lists share what is read of them: a large one takes seconds. */
function packageReader(): (paths: readonly string[]) => KnownPackages | undefined {
  const read = new Map<string, KnownPackages>()
  return paths => {
    if (paths.length === 0) return undefined
    const key = JSON.stringify(paths)
    const packages = read.get(key) ?? readPackages(paths)
    read.set(key, packages)
    return packages
  }
}

/** By name: those that are always there, and those of the configuration. @throws NoroshiError `bad-configuration` */
export function policiesOf(configured: GatewayConfiguration['policies']): ReadonlyMap<string, GatewayPolicy> {
  const byName = new Map<string, GatewayPolicy>(Object.entries(BUILT_IN_POLICIES))
  for (const each of configured) {
    const policy = policySchema.safeParse(each)
    if (!policy.success) throw new NoroshiError('bad-configuration', `gateway policy ${each.name}: ${policy.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`)
    if (byName.has(each.name)) throw new NoroshiError('bad-configuration', `gateway policy ${each.name} is there twice, or has the name of one that is always there`)
    byName.set(each.name, policy.data)
  }
  return byName
}
