export { openGuard } from './judge/guard.ts'
export { judgeRow } from './judge/judge-row.ts'
export { underPolicy } from './judge/policies.ts'
export type { PolicyName } from './judge/policies.ts'
