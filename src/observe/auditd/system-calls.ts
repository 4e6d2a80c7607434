/**
 * Names of the system calls that rules and audit policies speak of, by the kernel's numbers. auditd writes them beside the number only
 * with `log_format = ENRICHED`.
 */
const X86_64 = new Map(Object.entries({
  2: 'open', 10: 'mprotect', 41: 'socket', 42: 'connect', 43: 'accept', 49: 'bind', 56: 'clone', 57: 'fork', 58: 'vfork',
  59: 'execve', 62: 'kill', 82: 'rename', 83: 'mkdir', 84: 'rmdir', 85: 'creat', 86: 'link', 87: 'unlink', 88: 'symlink',
  90: 'chmod', 91: 'fchmod', 92: 'chown', 93: 'fchown', 94: 'lchown', 99: 'sysinfo', 101: 'ptrace', 103: 'syslog', 105: 'setuid',
  106: 'setgid', 113: 'setreuid', 114: 'setregid', 117: 'setresuid', 119: 'setresgid', 133: 'mknod', 135: 'personality',
  165: 'mount', 166: 'umount2', 169: 'reboot', 170: 'sethostname', 175: 'init_module', 176: 'delete_module', 188: 'setxattr',
  246: 'kexec_load', 257: 'openat', 258: 'mkdirat', 259: 'mknodat', 260: 'fchownat', 263: 'unlinkat', 264: 'renameat',
  268: 'fchmodat', 288: 'accept4', 311: 'process_vm_writev', 313: 'finit_module', 316: 'renameat2', 319: 'memfd_create',
  320: 'kexec_file_load', 321: 'bpf', 322: 'execveat', 435: 'clone3',
}))

const AARCH64 = new Map(Object.entries({
  33: 'mknodat', 34: 'mkdirat', 35: 'unlinkat', 38: 'renameat', 39: 'umount2', 40: 'mount', 53: 'fchmodat', 54: 'fchownat',
  56: 'openat', 92: 'personality', 105: 'init_module', 106: 'delete_module', 116: 'syslog', 117: 'ptrace', 129: 'kill',
  142: 'reboot', 144: 'setgid', 146: 'setuid', 179: 'sysinfo', 198: 'socket', 200: 'bind', 202: 'accept', 203: 'connect',
  220: 'clone', 221: 'execve', 226: 'mprotect', 242: 'accept4', 273: 'finit_module', 276: 'renameat2', 279: 'memfd_create',
  280: 'bpf', 281: 'execveat', 435: 'clone3',
}))

/** Audit architecture (linux/audit.h) in hexadecimal → its table. */
const ARCHITECTURES = new Map([['c000003e', X86_64], ['c00000b7', AARCH64]])

export function systemCallName(architecture: string | undefined, number: string | undefined): string | undefined {
  return architecture === undefined || number === undefined ? undefined : ARCHITECTURES.get(architecture)?.get(number)
}
