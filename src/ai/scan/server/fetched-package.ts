const PIN = /.@v?\d|==\d|@sha256:|(?:#|@)[0-9a-f]{7,40}$/
/** Options of the runners that take the next word. */
const TAKES_WORD = new Set(['--python', '--index-url', '--extra-index-url', '--registry', '--cache', '--with', '--userconfig', '--directory', '--project', '--env-file', '-w', '--index', '--default-index'])
const NAMES_PACKAGE = /^(?:-p|--package|--from|--spec)(?:=(.*))?$/

/** The package that a server's start fetches from a registry in whatever version there is; null where none is fetched, or one version alone. */
export function unpinnedPackage(command: string, args: readonly string[]): string | null {
  const pack = packageOf(command.replace(/^.*[\\/]/, '').replace(/\.(?:cmd|exe|ps1)$/i, ''), args)
  return pack === null || PIN.test(pack) || /^(?:[./~]|file:)/.test(pack) ? null : pack
}

function packageOf(runner: string, args: readonly string[]): string | null {
  switch (runner) {
    case 'npx': case 'bunx': case 'pnpx': case 'uvx': return firstPackage(args)
    case 'npm': return /^(?:exec|x)$/.test(args[0] ?? '') ? firstPackage(args.slice(1)) : null
    case 'pnpm': case 'yarn': return args[0] === 'dlx' ? firstPackage(args.slice(1)) : null
    case 'bun': return args[0] === 'x' ? firstPackage(args.slice(1)) : null
    case 'pipx': return args[0] === 'run' ? firstPackage(args.slice(1)) : null
    case 'uv': return args[0] === 'tool' && args[1] === 'run' ? firstPackage(args.slice(2)) : null
    case 'deno': return args.find(arg => /^(?:npm:|jsr:|https?:\/\/)/.test(arg)) ?? null
    default: return null
  }
}

function firstPackage(args: readonly string[]): string | null {
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!
    const named = NAMES_PACKAGE.exec(arg)
    if (named !== null) return named[1] ?? args[index + 1] ?? null
    if (TAKES_WORD.has(arg)) index++
    else if (!arg.startsWith('-')) return arg
  }
  return null
}
