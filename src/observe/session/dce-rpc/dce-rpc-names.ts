/**
 * Remote interfaces by the identifier they are bound by, with the name Zeek gives them and their operations by number, from Microsoft's open specifications
 * ([MS-SCMR], [MS-TSCH], [MS-RPRN], [MS-PAR], [MS-EFSR], [MS-SAMR], [MS-DRSR], [MS-RRP], [MS-SRVS], [MS-NRPC], [MS-WMI], [MS-DCOM], [MS-DFSNM], [MS-FSRVP]): those that attackers use.
 */
interface Interface {
  readonly endpoint: string
  readonly operations: Readonly<Record<number, string>>
}

const INTERFACES: ReadonlyMap<string, Interface> = new Map<string, Interface>([
  ['367abb81-9844-35f1-ad32-98f038001003', { endpoint: 'svcctl', operations: {
    0: 'CloseServiceHandle', 1: 'ControlService', 2: 'DeleteService', 6: 'QueryServiceStatus', 11: 'ChangeServiceConfigW', 12: 'CreateServiceW', 14: 'EnumServicesStatusW',
    15: 'OpenSCManagerW', 16: 'OpenServiceW', 17: 'QueryServiceConfigW', 19: 'StartServiceW', 23: 'ChangeServiceConfigA', 24: 'CreateServiceA', 27: 'OpenSCManagerA', 28: 'OpenServiceA',
    31: 'StartServiceA', 42: 'EnumServicesStatusExW', 45: 'CreateServiceWOW64W', 44: 'CreateServiceWOW64A' } }],
  ['1ff70682-0a51-30e8-076d-740be8cee98b', { endpoint: 'atsvc', operations: { 0: 'JobAdd', 1: 'JobDel', 2: 'JobEnum', 3: 'JobGetInfo' } }],
  ['86d35949-83c9-4044-b424-db363231fd0c', { endpoint: 'ITaskSchedulerService', operations: {
    0: 'SchRpcHighestVersion', 1: 'SchRpcRegisterTask', 2: 'SchRpcRetrieveTask', 3: 'SchRpcCreateFolder', 6: 'SchRpcEnumFolders', 7: 'SchRpcEnumTasks', 8: 'SchRpcEnumInstances',
    10: 'SchRpcStopInstance', 11: 'SchRpcStop', 12: 'SchRpcRun', 13: 'SchRpcDelete', 14: 'SchRpcRename', 16: 'SchRpcGetLastRunInfo', 17: 'SchRpcGetTaskInfo', 19: 'SchRpcEnableTask' } }],
  ['12345678-1234-abcd-ef00-0123456789ab', { endpoint: 'spoolss', operations: {
    0: 'RpcEnumPrinters', 1: 'RpcOpenPrinter', 9: 'RpcAddPrinterDriver', 10: 'RpcEnumPrinterDrivers', 12: 'RpcGetPrinterDriverDirectory', 14: 'RpcAddPrintProcessor', 29: 'RpcClosePrinter',
    46: 'RpcAddMonitor', 62: 'RpcRemoteFindFirstPrinterChangeNotification', 65: 'RpcRemoteFindFirstPrinterChangeNotificationEx', 69: 'RpcOpenPrinterEx', 89: 'RpcAddPrinterDriverEx' } }],
  ['76f03f96-cdfd-44fc-a22c-64950a001209', { endpoint: 'IRemoteWinspool', operations: {
    0: 'RpcAsyncOpenPrinter', 20: 'RpcAsyncClosePrinter', 39: 'RpcAsyncAddPrinterDriver', 40: 'RpcAsyncEnumPrinterDrivers', 44: 'RpcAsyncAddPrintProcessor', 51: 'RpcAsyncAddMonitor',
    62: 'RpcAsyncInstallPrinterDriverFromPackage' } }],
  ['c681d488-d850-11d0-8c52-00c04fd90f7e', { endpoint: 'efsrpc', operations: efs() }],
  ['df1941c5-fe89-4e79-bf10-463657acf44d', { endpoint: 'efsrpc', operations: efs() }],
  ['12b81e99-f207-4a4c-85d3-77b42f76fd14', { endpoint: 'ISecLogon', operations: { 0: 'SeclCreateProcessWithLogonW', 1: 'SeclCreateProcessWithLogonExW' } }],
  ['9556dc99-828c-11cf-a37e-00aa003240c7', { endpoint: 'IWbemServices', operations: {
    3: 'OpenNamespace', 6: 'GetObject', 8: 'PutClass', 14: 'PutInstance', 18: 'CreateInstanceEnum', 20: 'ExecQuery', 22: 'ExecNotificationQuery', 24: 'ExecMethod', 25: 'ExecMethodAsync' } }],
  ['e3514235-4b06-11d1-ab04-00c04fc2dcd2', { endpoint: 'drsuapi', operations: {
    0: 'DRSBind', 1: 'DRSUnbind', 2: 'DRSReplicaSync', 3: 'DRSGetNCChanges', 4: 'DRSUpdateRefs', 5: 'DRSReplicaAdd', 6: 'DRSReplicaDel', 12: 'DRSCrackNames', 16: 'DRSDomainControllerInfo', 17: 'DRSAddEntry' } }],
  ['12345778-1234-abcd-ef00-0123456789ac', { endpoint: 'samr', operations: {
    0: 'SamrConnect', 1: 'SamrCloseHandle', 5: 'SamrLookupDomainInSamServer', 6: 'SamrEnumerateDomainsInSamServer', 7: 'SamrOpenDomain', 11: 'SamrEnumerateGroupsInDomain',
    13: 'SamrEnumerateUsersInDomain', 15: 'SamrEnumerateAliasesInDomain', 17: 'SamrLookupNamesInDomain', 34: 'SamrOpenUser', 36: 'SamrQueryInformationUser', 50: 'SamrCreateUser2InDomain',
    55: 'SamrUnicodeChangePasswordUser2', 58: 'SamrSetInformationUser2', 64: 'SamrConnect5' } }],
  ['12345778-1234-abcd-ef00-0123456789ab', { endpoint: 'lsarpc', operations: {
    0: 'LsarClose', 6: 'LsarOpenPolicy', 7: 'LsarQueryInformationPolicy', 13: 'LsarEnumerateTrustedDomains', 14: 'LsarLookupNames', 15: 'LsarLookupSids', 42: 'LsarRetrievePrivateData',
    44: 'LsarOpenPolicy2', 46: 'LsarQueryInformationPolicy2', 57: 'LsarLookupSids2', 58: 'LsarLookupNames2' } }],
  ['4b324fc8-1670-01d3-1278-5a47bf6ee188', { endpoint: 'srvsvc', operations: {
    9: 'NetrFileEnum', 12: 'NetrSessionEnum', 14: 'NetrShareAdd', 15: 'NetrShareEnum', 16: 'NetrShareGetInfo', 18: 'NetrShareDel', 21: 'NetrServerGetInfo', 28: 'NetrRemoteTOD' } }],
  ['6bffd098-a112-3610-9833-46c3f87e345a', { endpoint: 'wkssvc', operations: { 0: 'NetrWkstaGetInfo', 2: 'NetrWkstaUserEnum', 22: 'NetrJoinDomain2' } }],
  ['338cd001-2244-31f1-aaaa-900038001003', { endpoint: 'winreg', operations: {
    2: 'OpenLocalMachine', 4: 'OpenUsers', 5: 'BaseRegCloseKey', 6: 'BaseRegCreateKey', 7: 'BaseRegDeleteKey', 9: 'BaseRegEnumKey', 15: 'BaseRegOpenKey', 17: 'BaseRegQueryValue',
    20: 'BaseRegSaveKey', 22: 'BaseRegSetValue', 31: 'BaseRegSaveKeyEx' } }],
  ['12345678-1234-abcd-ef00-01234567cffb', { endpoint: 'netlogon', operations: {
    4: 'NetrServerReqChallenge', 5: 'NetrServerAuthenticate', 6: 'NetrServerPasswordSet', 15: 'NetrServerAuthenticate2', 26: 'NetrServerAuthenticate3', 30: 'NetrServerPasswordSet2',
    34: 'DsrGetDcNameEx2', 39: 'NetrLogonSamLogonEx' } }],
  ['e1af8308-5d1f-11c9-91a4-08002b14a0fa', { endpoint: 'epmapper', operations: { 2: 'ept_lookup', 3: 'ept_map' } }],
  ['000001a0-0000-0000-c000-000000000046', { endpoint: 'ISystemActivator', operations: { 3: 'RemoteGetClassObject', 4: 'RemoteCreateInstance' } }],
  ['99fcfec4-5260-101b-bbcb-00aa0021347a', { endpoint: 'IOXIDResolver', operations: { 0: 'ResolveOxid', 1: 'SimplePing', 2: 'ComplexPing', 3: 'ServerAlive', 4: 'ResolveOxid2', 5: 'ServerAlive2' } }],
  ['4fc742e0-4a10-11cf-8273-00aa004ae673', { endpoint: 'netdfs', operations: { 12: 'NetrDfsAddStdRoot', 13: 'NetrDfsRemoveStdRoot', 21: 'NetrDfsEnumEx' } }],
  ['a8e0653c-2744-4389-a61d-7373df8b2292', { endpoint: 'FssagentRpc', operations: { 0: 'GetSupportedVersion', 1: 'SetContext', 2: 'StartShadowCopySet', 8: 'IsPathSupported', 9: 'IsPathShadowCopied' } }],
])

/** Of an interface that is not in the table the identifier, as Zeek says it; of an operation, its number. */
export function dceRpcNames(identifier: string, operation: number): { readonly endpoint: string, readonly operation: string } {
  const known = INTERFACES.get(identifier)
  return { endpoint: known?.endpoint ?? `unknown-${identifier}`, operation: known?.operations[operation] ?? `unknown-${operation}` }
}

function efs(): Readonly<Record<number, string>> {
  return {
    0: 'EfsRpcOpenFileRaw', 1: 'EfsRpcReadFileRaw', 2: 'EfsRpcWriteFileRaw', 3: 'EfsRpcCloseRaw', 4: 'EfsRpcEncryptFileSrv', 5: 'EfsRpcDecryptFileSrv', 6: 'EfsRpcQueryUsersOnFile',
    7: 'EfsRpcQueryRecoveryAgents', 8: 'EfsRpcRemoveUsersFromFile', 9: 'EfsRpcAddUsersToFile', 12: 'EfsRpcFileKeyInfo', 13: 'EfsRpcDuplicateEncryptionInfoFile', 15: 'EfsRpcAddUsersToFileEx',
  }
}
