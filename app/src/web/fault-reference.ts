const letters = '23456789abcdefghjkmnpqrstvwxyz'

/**
 * A reference for a fault in the screens themselves: 8 characters without those that are easily mistaken.
 *
 * It follows from the fault, so that the same fault gives the same reference to everybody, and two people can tell the
 * service desk about one thing. Nothing of the message can be read back from it. FNV-1a, 64 bit.
 */
export function faultReference(fault: unknown): string {
  const words = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault)
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(words)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  }
  return Array.from({ length: 8 }, (_, at) => letters[Number((hash >> BigInt(at * 8)) % 30n)]).join('')
}
