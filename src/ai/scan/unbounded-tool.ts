const UNBOUNDED = /^(?:\*|Bash|Bash\(\*(?::\*)?\)|Shell|Shell\(\*\)|WebFetch|Write|Edit|Read\(\/\/\*\*\)|mcp__\*|all)$/i

/** Whether a tool, as permissions name it, may do anything of its kind: `Bash(*)`, but not `Bash(npm test)`. */
export function isUnboundedTool(name: string): boolean {
  return UNBOUNDED.test(name)
}
