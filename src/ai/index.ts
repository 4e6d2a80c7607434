export { startGateway } from './gateway/gateway.ts'
export { openGuard } from './judge/guard.ts'
export { judgeUnder } from './judge/policies.ts'
export type { PolicyName } from './judge/policies.ts'
