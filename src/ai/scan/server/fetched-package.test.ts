import { expect, test } from 'vitest'
import { unpinnedPackage } from './fetched-package.ts'

test.each([
  ['npx -y notes', 'notes'], ['npx -y @scope/notes@latest', '@scope/notes@latest'], ['npx -y @1scope/notes', '@1scope/notes'], ['npx notes@^1.2.0', 'notes@^1.2.0'], ['npx --package=notes run', 'notes'], ['C:\\nodejs\\npx.cmd -y notes', 'notes'],
  ['uvx notes', 'notes'], ['uvx --from git+https://example.com/notes notes', 'git+https://example.com/notes'], ['uv tool run notes', 'notes'], ['pipx run notes', 'notes'], ['pnpm dlx notes', 'notes'], ['yarn dlx notes', 'notes'], ['npm exec notes', 'notes'],
  ['bun x notes', 'notes'], ['deno run -A npm:notes', 'npm:notes'],
  ['npx -y notes@1.2.3', null], ['npx -y @scope/notes@1.2.3', null], ['uvx --from notes==1.2 notes', null], ['uvx --from git+https://example.com/notes@v1.2.0 notes', null], ['uvx --from git+https://example.com/notes@3f2a1bc notes', null], ['uvx --python 3.12 notes@1.0', null],
  ['pnpm run mcp', null], ['yarn start', null], ['deno run main.ts', null], ['npx ./local', null], ['node server.js', null], ['npx', null],
])('%s fetches %s in any version', (line, expected) => {
  const [command, ...args] = line.split(' ')
  expect(unpinnedPackage(command!, args)).toBe(expected)
})
