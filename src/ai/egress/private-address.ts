export { isPrivateHost } from '../../platform/private-address.ts'
