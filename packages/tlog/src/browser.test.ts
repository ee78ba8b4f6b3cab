// The engine in a real browser: no bundler, only types removed. It must give the answers that Node gives.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join, normalize } from 'node:path'
import { after, test } from 'node:test'
import { chromium } from 'playwright-core'
import { outsideFolder } from '../../../tools/outside.ts'
import { findChromium } from '../../../tools/system-programs.ts'
import { MemoryLog } from '../testing/memory-log.ts'
import { council, log, makeCheckpoint } from '../testing/parties.ts'
import { formatIndexEntry } from './absence-index.ts'
import { AbsenceMap } from './absence-map.ts'
import { formatAbsenceProof } from './absence-proof.ts'
import { proveInclusion } from './merkle.ts'
import { encodeBase64, encodeUtf8 } from './strict-text.ts'
import { formatVerifierKey } from './verifier-key.ts'

const executablePath = findChromium()
const root = join(import.meta.dirname, '../../..')
const page = `<!doctype html><script type="importmap">{"imports":{"@noble/hashes/":"/node_modules/@noble/hashes/"}}</script>`

function serve(): Server {
  return createServer((request, response) => {
    const path = normalize(request.url ?? '/')
    const isScript = /^\/(packages\/tlog\/src|node_modules\/@noble\/hashes)\/[a-z0-9_-]+\.(ts|js)$/i.test(path)
    if (path !== '/' && !isScript) return response.writeHead(404).end()
    const text = path === '/' ? page : readFileSync(join(root, path), 'utf8')
    response.setHeader('content-type', path === '/' ? 'text/html' : 'text/javascript')
    return response.end(path.endsWith('.ts') ? stripTypeScriptTypes(text) : text)
  }).listen(0, '127.0.0.1')
}

/** What the page is given: values that survive as JSON. */
type Given = {
  readonly proof: string
  readonly keys: readonly string[]
  readonly policy: string
  readonly vectors: readonly { readonly key: string; readonly msg: string; readonly sig: string }[]
}

/** The types of the modules as this file knows them; the page loads the same files by address. */
type Modules = [
  typeof import('./absence-proof.ts'),
  typeof import('./policy.ts'),
  typeof import('./ed25519-web.ts'),
  typeof import('./strict-text.ts'),
]

test('a browser verifies an absence proof and agrees with Node on odd signatures', {
  skip: executablePath === undefined ? 'no Chromium on this machine' : false,
  timeout: 60_000,
}, async () => {
  const server = serve()
  after(() => server.close())
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox'],
  })
  after(() => browser.close())
  const tab = await browser.newPage()
  // A loopback address is a secure context, as WebCrypto demands. An address is always there once a server listens.
  await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const result = await tab.evaluate(inPage, await given())
  assert.deepEqual(result.answers, ['present', 'absent'])
  assert.equal(result.refused, 'no-quorum')
  const path = outsideFolder('vectors/ed25519/ed25519vectors.json')
  if (path !== undefined) assert.equal(result.accepted, 43)
})

async function given(): Promise<Given> {
  const [tree, map] = [new MemoryLog(), new AbsenceMap()]
  tree.append(MemoryLog.entries(9))
  const [known = new Uint8Array(32), unknown = new Uint8Array(32)] = tree.leaves
  map.add(known, 3)
  const indexEntry = formatIndexEntry({ covers: 9, keys: 1, root: map.root() })
  tree.append([indexEntry])
  const proof = formatAbsenceProof({
    indexEntry,
    prunedMap: map.prove([known, unknown]),
    path: proveInclusion(9, 10, tree.node),
    checkpoint: await makeCheckpoint([council], { size: 10, root: tree.root() }),
  })
  const lines = `log ${formatVerifierKey(log.key)}\nwitness council ${formatVerifierKey(council.key)}\nquorum council\n`
  const vectors = outsideFolder('vectors/ed25519/ed25519vectors.json')
  return {
    proof: encodeBase64(proof),
    keys: [known, unknown].map(encodeBase64),
    policy: encodeBase64(encodeUtf8(lines)),
    // The file in the shape that its README describes.
    vectors: vectors === undefined ? [] : (JSON.parse(readFileSync(vectors, 'utf8')) as Given['vectors']),
  }
}

/** Runs in the page: knows nothing but its argument and what it imports by address. */
async function inPage({ proof, keys, policy, vectors }: Given): Promise<{
  readonly answers: readonly string[]
  readonly refused: string
  readonly accepted: number
}> {
  const names = ['absence-proof', 'policy', 'ed25519-web', 'strict-text']
  // The compiler does not know modules by address; `Modules` lists the same files in the same order.
  const modules = (await Promise.all(names.map((name) => import(`/packages/tlog/src/${name}.ts`)))) as Modules
  const [{ judgeAbsenceProof }, { parsePolicy }, { verifyEd25519 }, { decodeBase64, decodeHex, encodeUtf8 }] = modules
  const bytes = (text: string): Uint8Array => decodeBase64(text) ?? new Uint8Array(0)
  const hex = (text: string): Uint8Array => decodeHex(text) ?? new Uint8Array(0)
  const asked = keys.map(bytes)
  const trusted = parsePolicy(bytes(policy))
  const verdict = await judgeAbsenceProof(bytes(proof), asked, trusted, verifyEd25519)
  const nobody = await judgeAbsenceProof(bytes(proof), asked, { ...trusted, quorum: 'nobody' }, verifyEd25519)
  let accepted = 0
  for (const { key, msg, sig } of vectors) {
    if (await verifyEd25519(hex(key), encodeUtf8(msg), hex(sig))) accepted++
  }
  return {
    answers: verdict.kind === 'accepted' ? verdict.answers.map(({ kind }) => kind) : [verdict.because],
    refused: nobody.kind === 'refused' ? nobody.because : nobody.kind,
    accepted,
  }
}
