// What pseudonyms cost for the largest house, 175,000 persons, on one core: at first use, afterwards, after a restart; and what a
// row costs off the path of the events. In processor time, so that a shared machine does not count against us.
import { accessKeyFrom } from '../src/access-key.ts'
import type { EpochKeys } from '../src/epoch-keys.ts'
import { EpochPseudonyms } from '../src/epoch-pseudonyms.ts'
import { parseFieldClass } from '../src/names.ts'
import { RowMaker } from '../src/row-maker.ts'
import { sealIdentity } from '../src/seal-identity.ts'
import { verifySealedIdentity } from '../src/sealed-identity.ts'
import { directoryOf, keysOf, randomOf } from '../testing/parties.ts'

const persons = 175_000
const directory = directoryOf(persons)
const keys = keysOf()

function measure(what: string, count: number, work: () => void): void {
  const [cpu, start] = [process.cpuUsage(), performance.now()]
  work()
  const { user, system } = process.cpuUsage(cpu)
  const [seconds, wall] = [(user + system) / 1e6, (performance.now() - start) / 1e3]
  const each = (seconds / count) * 1e6
  console.log(
    `${what}: ${Math.round(count / seconds).toLocaleString('en')}/s of processor time ` +
      `(${each < 10 ? each.toFixed(2) : each.toFixed(0)} µs each; wall ${wall.toFixed(2)} s for ${count.toLocaleString('en')})`,
  )
}

// Indices in an order that jumps through the directory: 100,003 has no factor in common with 175,000.
const order = Uint32Array.from({ length: persons }, (_, at) => (at * 100_003) % persons)

function usePersons(epoch: EpochPseudonyms, rounds: number): number {
  let length = 0
  for (let round = 0; round < rounds; round++) for (const index of order) length += epoch.ofPerson(index).length
  return length
}

function megabytes(): number {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 2 ** 20
}

const before = megabytes()
const epoch = new EpochPseudonyms(keys, directory)
measure(`persons, first use of all ${persons.toLocaleString('en')}`, persons, () => usePersons(epoch, 1))
measure('persons, repeat', 20 * persons, () => usePersons(epoch, 20))
console.log(`memory of the epoch after all of them: ${(megabytes() - before).toFixed(1)} MiB`)

const account = parseFieldClass('account')
const strangers = Array.from({ length: 100_000 }, (_, at) => `unknown-account-${at}`)
measure('unknown values, all different', strangers.length, () => {
  for (const name of strangers) epoch.ofUnknown(account, name)
})
measure('unknown values, 1,000 that come again', 1_000_000, () => {
  for (let at = 0; at < 1_000_000; at++) epoch.ofUnknown(account, strangers[at % 1_000] ?? '')
})
console.log(`memory of the epoch after the unknown ones: ${(megabytes() - before).toFixed(1)} MiB`)

const commitments = Array.from(order.subarray(0, persons / 2), (index) => epoch.commit(index).commitment)
measure('restart: rebuilt from the directory, half of the rows stored', persons, () => {
  const { withRow, orphans } = new EpochPseudonyms(keys, directory).rebuild(commitments)
  if (withRow.length !== commitments.length || orphans.length > 0) throw new Error('expected every row to be found')
})

const access = accessKeyFrom(randomOf('access', 32))
const rows = (of: EpochKeys, accessPoint: Uint8Array | undefined, count: number): void => {
  const maker = new RowMaker(of)
  for (let index = 0; index < count; index++) maker.make(directory.identityAt(index), accessPoint)
}
rows(keys, access.point, 500)
measure('rows, person with an access key', 5_000, () => rows(keys, access.point, 5_000))
measure('rows, person without', 5_000, () => rows(keys, undefined, 5_000))

const { rho, commitment } = epoch.commit(0)
const identity = directory.identityAt(0)
const label = { ...keys, keyset: 'keyset-2026-11', commitment, noticeKey: randomOf('N', 32) }
const random = randomOf('r and s', 128)
const seal = () => sealIdentity({ identity, rho, attribution: '' }, label, access.point, random)
const sealed = seal()
for (let round = 0; round < 100; round++) seal()
measure('sealed identities (TDH2), made', 1_000, () => {
  for (let round = 0; round < 1_000; round++) seal()
})
verifySealedIdentity(sealed, label)
measure('sealed identities (TDH2), checked', 300, () => {
  for (let round = 0; round < 300; round++)
    if (!verifySealedIdentity(sealed, label)) throw new Error('expected it to hold')
})
