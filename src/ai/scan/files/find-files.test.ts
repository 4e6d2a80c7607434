import { mkdirSync, symlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runProgram } from '../../../../test/run-noroshi.ts'
import { temporaryFolder } from '../../../../test/temporary-folder.ts'
import { MOST_DEPTH, MOST_FILE_BYTES } from '../defaults.ts'
import { findFiles } from './find-files.ts'
import { knownAs } from './known-files.ts'
import { isProgram, readFile, textOf } from './read-file.ts'

const found = (folder: string, ...paths: string[]) => {
  const { files, unread } = findFiles(paths.length === 0 ? [folder] : paths.map(path => join(folder, path)))
  return { files: files.map(({ file, kind }) => `${kind} ${relative(folder, file)}`), unread: unread.map(({ file, reason }) => `${relative(folder, file)}: ${reason.en}`) }
}

describe('a file is known by its name and place', () => {
  test.each([
    ['settings', ['.claude/settings.json', '.claude/settings.local.json', '.claude.json', '.mcp.json', '.codex/config.toml', '.codex/hooks.json', '.codex/agents/reviewer.toml', '.codex/rules/default.rules', '.vscode/settings.json', '.vscode/mcp.json', '.cursor/mcp.json', '.cursor/cli.json', '.cursor/hooks.json', '.codeium/windsurf/mcp_config.json', 'cline_mcp_settings.json', '.roo/mcp.json', '.gemini/settings.json', '.gemini/commands/git/commit.toml', '.gemini/policies/a.toml', '.continue/config.yaml', '.continue/mcpServers/a.yaml', '.config/goose/config.yaml', '.config/zed/settings.json', '.kiro/settings/mcp.json', '.kiro/agents/dev.json', '.amazonq/mcp.json', 'opencode.jsonc', 'crush.json', '.aider.conf.yml', '.devcontainer/devcontainer.json', 'shop.code-workspace', '.config/Code/User/settings.json', '.copilot/mcp-config.json', '.claude-plugin/plugin.json', 'claude_desktop_config.json']],
    ['instructions', ['CLAUDE.md', 'CLAUDE.local.md', 'AGENTS.md', 'AGENTS.override.md', 'GEMINI.md', '.cursorrules', '.cursor/rules/style.mdc', '.cursor/commands/a.md', '.windsurfrules', '.windsurf/rules/a.md', '.clinerules', '.clinerules/a.md', '.roo/rules-code/a.md', '.github/copilot-instructions.md', '.github/instructions/ts.instructions.md', '.github/prompts/a.prompt.md', '.github/chatmodes/a.chatmode.md', '.github/agents/a.agent.md', '.claude/commands/git/a.md', '.claude/agents/a.md', '.claude/skills/a/SKILL.md', '.agents/skills/a/SKILL.md', '.codex/prompts/a.md', '.continue/rules/a.md', '.goosehints', '.junie/guidelines.md', '.kiro/steering/a.md', '.amazonq/rules/a.md']],
    ['script', ['.claude/hooks/check.py', '.claude/hooks/check', '.cursor/hooks/a.sh']],
    [null, ['README.md', 'package.json', 'tsconfig.json', 'config.toml', 'config.yaml', 'src/main.ts', 'docs/rules/a.md', '.github/workflows/a.yml', '.vscode/launch.json', 'Cargo.toml', 'pyproject.toml', '.claude/todos/a.txt', '.github/README.md']],
  ] as const)('%s', (kind, paths) => expect(paths.filter(path => knownAs(`/home/me/${path}`, false) !== kind)).toEqual([]))
})

test('of a skill all is found that it may run and tell, and what nobody can look into', () => {
  const folder = temporaryFolder({ 'a/SKILL.md': 'a', 'a/scripts/run.py': 'x', 'a/scripts/go': '#!/bin/sh\n', 'a/reference/forms.md': 'x', 'a/bin/tool.so': 'x', 'a/logo.png': 'x', 'b/run.py': 'x' })
  expect(found(folder)).toEqual({ files: ['instructions a/SKILL.md', 'program a/bin/tool.so', 'instructions a/reference/forms.md', 'script a/scripts/go', 'script a/scripts/run.py'], unread: [] })
  expect(found(folder, 'a/SKILL.md').files).toHaveLength(5)
})

test('of a plug-in what it brings along is found', () => {
  const folder = temporaryFolder({ '.claude-plugin/plugin.json': '{}', 'commands/a.md': 'x', 'agents/b.md': 'x', 'scripts/go.sh': 'x', 'README.md': 'x', 'src/main.py': 'x' })
  expect(found(folder).files).toEqual(['settings .claude-plugin/plugin.json', 'instructions agents/b.md', 'instructions commands/a.md', 'script scripts/go.sh'])
})

test('what is named is meant, whatever it is called, and told once', () => {
  const folder = temporaryFolder({ 'mine.toml': '', 'rules.txt': '', 'go.sh': '', 'CLAUDE.md': '' })
  expect(found(folder, 'mine.toml', 'rules.txt', 'go.sh', 'CLAUDE.md', '.', 'gone').files).toEqual(['settings mine.toml', 'instructions rules.txt', 'script go.sh', 'instructions CLAUDE.md'])
  expect(found(folder, 'gone').unread).toEqual(['gone: it cannot be read'])
})

test('links are followed within the folder, and told where they lead out of it', () => {
  const folder = temporaryFolder({ 'outside/CLAUDE.md': 'x', 'outside/skills/a/SKILL.md': 'x', 'in/docs/rules.md': 'x', 'in/shared/a/SKILL.md': 'x', 'in/.claude/settings.json': '{}', 'in/AGENTS.md': 'x' })
  symlinkSync('docs/rules.md', join(folder, 'in/CLAUDE.md'))
  symlinkSync('../shared', join(folder, 'in/.claude/skills'))
  symlinkSync('AGENTS.md', join(folder, 'in/GEMINI.md'))
  symlinkSync('..', join(folder, 'in/.claude/commands'))
  symlinkSync('nothing', join(folder, 'in/.cursorrules'))
  symlinkSync('../outside/CLAUDE.md', join(folder, 'in/QWEN.md'))
  symlinkSync('../outside/skills', join(folder, 'in/skills'))
  expect(found(folder, 'in')).toEqual({
    files: ['settings in/.claude/settings.json', 'instructions in/.claude/skills/a/SKILL.md', 'instructions in/AGENTS.md', 'instructions in/CLAUDE.md'],
    unread: ['in/.cursorrules: it is a link to nothing', 'in/QWEN.md: it is a link that leads out of the folder', 'in/skills: it is a link that leads out of the folder'],
  })
})

test('what lies too deep is told', () => {
  const deep = Array.from({ length: MOST_DEPTH + 2 }, () => 'a').join('/')
  const folder = temporaryFolder()
  mkdirSync(join(folder, deep), { recursive: true })
  expect(found(folder).unread).toEqual([expect.stringMatching(/^a\/.*: it lies more than 32 folders deep$/)])
})

describe('a file is read', () => {
  test('to its end, or not at all', () => {
    const folder = temporaryFolder({ a: 'x'.repeat(MOST_FILE_BYTES), b: 'x'.repeat(MOST_FILE_BYTES + 1) })
    const a = readFile(join(folder, 'a'))
    expect('bytes' in a && a.bytes.length).toBe(MOST_FILE_BYTES)
    expect(readFile(join(folder, 'b'))).toMatchObject({ reason: { en: `it is larger than ${MOST_FILE_BYTES} bytes` } })
    expect(readFile(join(folder, 'c'))).toMatchObject({ reason: { en: 'it cannot be read (ENOENT)' } })
  })

  test('and a pipe that never ends is none', async () => {
    const folder = temporaryFolder()
    expect((await runProgram('mkfifo', [join(folder, 'CLAUDE.md')])).code).toBe(0)
    expect(readFile(join(folder, 'CLAUDE.md'))).toMatchObject({ reason: { en: 'it is no file' } })
  })

  test('in what it is written in', () => {
    expect(textOf(Buffer.from('\ufeffab', 'utf16le'))).toBe('\ufeffab')
    expect(textOf(Buffer.from('é'))).toBe('é')
    expect([isProgram(Buffer.from('\u007fELF\u0002\u0001\u0000')), isProgram(Buffer.from('\ufeffab', 'utf16le')), isProgram(Buffer.from('#!/bin/sh\n'))]).toEqual([true, false, false])
  })
})
