// Networks of the `cidr` modifier, version 4 and 6.

/** A network: its version, the bytes of its address (4 or 16) and the number of leading bits that count. */
export type Network = { readonly version: 4 | 6; readonly bytes: readonly number[]; readonly prefix: number }

/** Reads `10.0.0.0/8` or `fe80::/10`; a lone address is a network of one. `undefined` when it is neither. */
export function parseNetwork(text: string): Network | undefined {
  const [address = '', length, ...rest] = text.split('/')
  const bytes = parseAddress(address)
  if (bytes === undefined || rest.length > 0) return undefined
  const bits = bytes.length * 8
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined
  const prefix = length === undefined ? bits : Number(length)
  return prefix > bits ? undefined : { version: bytes.length === 4 ? 4 : 6, bytes, prefix }
}

/** Whether an address as text lies in the network. What is no address lies in none. */
export function networkContains(network: Network, text: string): boolean {
  let bytes = parseAddress(text)
  // An IPv4 address in IPv6 clothes is the IPv4 address.
  if (bytes?.length === 16 && network.version === 4 && isMapped(bytes)) bytes = bytes.slice(12)
  if (bytes === undefined || bytes.length !== network.bytes.length) return false
  for (let bit = 0; bit < network.prefix; bit += 8) {
    const mask = network.prefix - bit >= 8 ? 0xff : (0xff << (8 - (network.prefix - bit))) & 0xff
    if ((((bytes[bit >> 3] ?? 0) ^ (network.bytes[bit >> 3] ?? 0)) & mask) !== 0) return false
  }
  return true
}

/** Bytes of an address, 4 or 16; a zone such as `%eth0` does not count. */
export function parseAddress(text: string): readonly number[] | undefined {
  if (text.length > 64) return undefined
  return text.includes(':') ? parseVersion6(text.replace(/%.*$/, '')) : parseVersion4(text)
}

function isMapped(bytes: readonly number[]): boolean {
  return bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff
}

function parseVersion4(text: string): readonly number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined
  const bytes = parts.map(Number)
  return bytes.every((byte) => byte < 256) ? bytes : undefined
}

function parseVersion6(text: string): readonly number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map(groupBytes)
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined
  if (halves.length === 1) return head.length === 16 ? head : undefined
  const missing = 16 - head.length - (tail?.length ?? 0)
  return missing < 2 ? undefined : [...head, ...new Array<number>(missing).fill(0), ...(tail ?? [])]
}

function groupBytes(text: string): readonly number[] | undefined {
  if (text === '') return []
  const groups = text.split(':')
  const bytes: number[] = []
  for (const [index, group] of groups.entries()) {
    const embedded = index === groups.length - 1 && group.includes('.') ? parseVersion4(group) : undefined
    if (embedded !== undefined) bytes.push(...embedded)
    else if (/^[0-9a-fA-F]{1,4}$/.test(group))
      bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255)
    else return undefined
  }
  return bytes.length > 16 ? undefined : bytes
}
