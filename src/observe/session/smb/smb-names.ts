/** Names of what comes as numbers in SMB ([MS-SMB2], [MS-CIFS], [MS-ERREF]), as Zeek writes them. */

const STATUS: ReadonlyMap<number, string> = new Map([
  [0x00000000, 'SUCCESS'], [0x80000005, 'BUFFER_OVERFLOW'], [0x80000006, 'NO_MORE_FILES'], [0xc0000002, 'NOT_IMPLEMENTED'], [0xc000000d, 'INVALID_PARAMETER'],
  [0xc000000f, 'NO_SUCH_FILE'], [0xc0000016, 'MORE_PROCESSING_REQUIRED'], [0xc0000022, 'ACCESS_DENIED'], [0xc0000034, 'OBJECT_NAME_NOT_FOUND'],
  [0xc0000035, 'OBJECT_NAME_COLLISION'], [0xc000003a, 'OBJECT_PATH_NOT_FOUND'], [0xc0000043, 'SHARING_VIOLATION'], [0xc000006a, 'WRONG_PASSWORD'],
  [0xc000006d, 'LOGON_FAILURE'], [0xc000006e, 'ACCOUNT_RESTRICTION'], [0xc0000071, 'PASSWORD_EXPIRED'], [0xc0000072, 'ACCOUNT_DISABLED'],
  [0xc00000ba, 'FILE_IS_A_DIRECTORY'], [0xc00000bb, 'NOT_SUPPORTED'], [0xc00000cc, 'BAD_NETWORK_NAME'], [0xc0000234, 'ACCOUNT_LOCKED_OUT'],
])

const DIALECTS: ReadonlyMap<number, string> = new Map([
  [0x0202, 'SMB 2.0.2'], [0x0210, 'SMB 2.1'], [0x02ff, 'SMB 2.???'], [0x0300, 'SMB 3.0'], [0x0302, 'SMB 3.0.2'], [0x0311, 'SMB 3.1.1'],
])

const SHARES: readonly string[] = ['', 'DISK', 'PIPE', 'PRINT']

export function smbStatusName(status: number): string {
  return STATUS.get(status) ?? `0x${status.toString(16).padStart(8, '0')}`
}

export function smbDialectName(dialect: number): string {
  return DIALECTS.get(dialect) ?? `0x${dialect.toString(16).padStart(4, '0')}`
}

export function smbShareType(type: number): string {
  return SHARES[type] ?? ''
}
