/** Whether a value of an event is one IP address, as logs write it. Four numbers may be a version too: nobody is misled by being asked whose it is. */
export function isAddress(text: string): boolean {
  return /^(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(text) || (text.length <= LONGEST && /^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:(?<=:)\d{1,3}(?:\.\d{1,3}){3})?$/i.test(text) && !/^[\d:]{5,8}$/.test(text))
}

/** Characters of the longest IPv6 address, with an IPv4 address at its end. */
const LONGEST = 45
