import type { SecretReference } from './secret-reference.ts'
import type { SourceConfiguration } from './source-schemas.ts'

/** Paths of a source that start at the file's own folder, made absolute. */
export function withAbsoluteSourcePaths(source: SourceConfiguration, absolute: (path: string) => string): SourceConfiguration {
  const secret = (reference: SecretReference): SecretReference => ('file' in reference ? { file: absolute(reference.file) } : reference)
  return {
    ...source,
    ...('certificate' in source && source.certificate !== undefined && { certificate: absolute(source.certificate) }),
    ...('key' in source && source.key !== undefined && { key: absolute(source.key) }),
    ...('clientAuthority' in source && source.clientAuthority !== undefined && { clientAuthority: absolute(source.clientAuthority) }),
    ...('authority' in source && source.authority !== undefined && { authority: absolute(source.authority) }),
    ...('password' in source && source.password !== undefined && { password: secret(source.password) }),
    ...('token' in source && source.token !== undefined && { token: secret(source.token) }),
    ...('authorization' in source && source.authorization !== undefined && { authorization: secret(source.authorization) }),
    ...('secretKey' in source && source.secretKey !== undefined && { secretKey: secret(source.secretKey) }),
    ...('sessionToken' in source && source.sessionToken !== undefined && { sessionToken: secret(source.sessionToken) }),
  }
}
