/** What a file is to an agent: what it may do, what it is told, what it runs, and what nobody can look into. */
export type FileKind = 'settings' | 'instructions' | 'script' | 'program'

/** Names and places that agents read their settings from. A path has slashes and begins with one. */
const SETTINGS = [
  // Claude Code and Desktop, and their plug-ins.
  /\/\.claude\/settings(?:\.local)?\.json$/, /\/\.claude\.json$/, /\/managed-settings\.json$/, /\/claude_desktop_config\.json$/, /\/\.claude-plugin\/plugin\.json$/, /\/hooks\/hooks\.json$/,
  /\/\.codex\/(?:[\w-]+\.)?config\.toml$/, /\/\.codex\/(?:hooks\.json|agents\/[^/]+\.toml|rules\/[^/]+\.rules)$/, /\/codex\/(?:managed_config|requirements)\.toml$/,
  // VS Code and editors made from it.
  /\/\.vscode(?:-server)?\/(?:settings|mcp)\.json$/, /\/User\/(?:settings|mcp)\.json$/, /\.code-workspace$/, /\/\.?devcontainer\.json$/,
  /\/\.cursor\/(?:mcp|cli|cli-config|hooks|environment|permissions|sandbox)\.json$/, /\/(?:mcp_config|mcp_settings|cline_mcp_settings|mcp-config)\.json$/,
  /\/\.(?:gemini|qwen)\/(?:settings|trustedFolders)\.json$/, /\/gemini-cli\/[\w-]+\.json$/, /\/gemini-extension\.json$/, /\/\.(?:gemini|qwen)\/(?:.*\/)?(?:commands|policies|extensions)\/.*\.toml$/,
  /\/\.continue\/(?:config|permissions)\.(?:json|ya?ml)$/, /\/\.continue\/(?:mcpServers|assistants|agents|models)\/[^/]+\.(?:json|ya?ml)$/,
  /\/goose\/(?:config|permission|profiles)\.ya?ml$/, /\/\.goose\/.*\.ya?ml$/, /\/(?:zed|\.zed)\/settings\.json$/, /\/(?:\.?opencode|\.?crush)\.jsonc?$/, /\/opencode\/config\.jsonc?$/, /\/\.?amp\/settings\.json$/,
  /\/\.kiro\/(?:settings\/mcp|agents\/[^/]+)\.json$/, /\/\.(?:aws\/)?amazonq\/(?:.*\/)?(?:mcp|default|cli-agents\/[^/]+)\.json$/, /\/\.junie\/mcp\/mcp\.json$/, /\/\.copilot\/config\.json$/, /\/\.aider\.conf\.ya?ml$/, /\/librechat\.ya?ml$/,
  // What any agent may read.
  /\/\.?mcp\.(?:jsonc?|ya?ml)$/, /\/(?:settings(?:\.local)?|agent[-\w]*|tools?)\.(?:jsonc?|ya?ml)$/,
]

const INSTRUCTIONS = [
  /\/(?:SKILL|CLAUDE(?:\.local)?|AGENTS?(?:\.override)?|GEMINI|QWEN|WARP|CRUSH)\.md$/i, /\/\.(?:cursorrules|windsurfrules|clinerules|roorules|goosehints|rules)$/, /\.mdc$/, /\.prompt(?:\.md)?$/,
  /\/\.github\/copilot-instructions\.md$/, /\.(?:instructions|chatmode|agent)\.md$/, /\/\.(?:claude|codex|opencode|github|agents)\/(?:.*\/)?(?:commands?|agents?|prompts|rules|output-styles|modes?)\/.*\.md$/,
  /\/\.(?:cursor|windsurf|continue|roo|amazonq|trae|kiro|clinerules|augment)(?:\/(?:rules[\w-]*|commands|workflows|prompts|steering|agents|hooks))?\/[^/]+\.(?:md|txt)$/, /\/\.junie\/guidelines\.md$/,
]

/** What hooks of agents run. */
const HOOK_SCRIPT = /\/\.(?:claude|codex|cursor|gemini|github)\/hooks\/(?:.*\/)?[^/]+$/
const SCRIPT = /\.(?:sh|bash|zsh|ksh|fish|py|pyw|js|mjs|cjs|ts|mts|tsx|jsx|rb|pl|php|lua|ps1|psm1|bat|cmd|applescript|scpt|r|jl)$/i
const PROGRAM = /\.(?:exe|dll|so|dylib|pyc|pyd|jar|class|wasm|node|msi|app|deb|rpm|whl|bin|com)$/i
const TEXT = /\.(?:md|mdx|txt)$/i
const NO_SUFFIX = /\/[^/.]+$/

/** What a file is whose path says so; null of others. A path has slashes and begins with one. @param isInSkill a folder above holds `SKILL.md` */
export function knownAs(path: string, isInSkill: boolean): FileKind | null {
  if (SETTINGS.some(pattern => pattern.test(path))) return 'settings'
  if (INSTRUCTIONS.some(pattern => pattern.test(path))) return 'instructions'
  if (HOOK_SCRIPT.test(path)) return SCRIPT.test(path) || NO_SUFFIX.test(path) ? 'script' : PROGRAM.test(path) ? 'program' : null
  if (!isInSkill) return null
  if (SCRIPT.test(path) || NO_SUFFIX.test(path)) return 'script'
  return PROGRAM.test(path) ? 'program' : TEXT.test(path) ? 'instructions' : null
}

/** The same of a file that somebody names: it is meant, whatever it is called. */
export function namedAs(path: string): FileKind {
  return knownAs(path, true) ?? (/\.(?:jsonc?|json5|ya?ml|toml)$/i.test(path) ? 'settings' : 'instructions')
}

export function isSkillHead(name: string): boolean {
  return /^SKILL\.md$/i.test(name)
}
