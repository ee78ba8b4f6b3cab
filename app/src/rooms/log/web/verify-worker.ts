// Verifies beside the screen, so that the screen stays alive. The same code as on the command line.
import { checkPhraseOf, formatCheckPhrase, parseCheckPhrase } from '@openwacht/tlog/check-phrase.ts'
import { type Checkpoint, parseCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import { verifyEd25519 } from '@openwacht/tlog/ed25519-web.ts'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import { parsePolicy } from '@openwacht/tlog/policy.ts'
import { parseNote } from '@openwacht/tlog/signed-note.ts'
import { decodeHex, encodeUtf8 } from '@openwacht/tlog/strict-text.ts'
import { knownKinds } from '../../../web/known-kinds.ts'
import { judgeAbsence, judgeEntryProof } from '../proof-files.ts'
import { verifyPublished } from '../verification.ts'
import type { Finding } from '../verification-findings.ts'
import { logReader, NotRead } from './log-reader.ts'
import type { VerifyNews, VerifyOrder } from './verify-orders.ts'

addEventListener('message', ({ data }: MessageEvent<VerifyOrder>) => {
  answer(data).then(tell, (error: unknown) => {
    if (error instanceof NotRead) tell({ kind: 'failed', why: error.why })
    else {
      tell({ kind: 'failed', why: 'fault' })
      reportError(error)
    }
  })
})

function tell(news: VerifyNews): void {
  postMessage(news)
}

async function answer(order: VerifyOrder): Promise<VerifyNews> {
  const read = logReader(order.base)
  const given = order.policy ?? (await read('policy'))
  if (given === undefined) return { kind: 'failed', why: 'no-log' }
  const policy = policyOf(given)
  if (policy === undefined) return { kind: 'failed', why: 'policy' }
  const trust = { policy, kinds: knownKinds, verify: verifyEd25519 }
  if (order.kind === 'proof') {
    const findings = await judge(order, trust)
    if (findings === undefined) return { kind: 'failed', why: 'secret' }
    return {
      kind: 'done',
      findings,
      origin: undefined,
      size: 0,
      checkpoint: undefined,
      policy: given,
      phrase: undefined,
    }
  }
  const { earlier, phrase } = order
  let next = 0
  const { findings, checkpoint, isGood } = await verifyPublished({
    ...trust,
    read,
    ...(earlier === undefined ? {} : { earlier: { checkpoint: earlier } }),
    phrases: phrase === undefined ? [] : [parseCheckPhrase(phrase)],
    followsMap: true,
    // A phone has little memory, and a bundle can have 16 MB.
    ahead: 4,
    onProgress: (entries, size) => {
      if (entries < next && entries < size) return
      next = entries + 2_000
      tell({ kind: 'progress', entries, size })
    },
  })
  const head = checkpoint === undefined ? undefined : headOf(checkpoint)
  return {
    kind: 'done',
    findings,
    origin: head?.origin,
    size: head?.size ?? 0,
    checkpoint,
    policy: given,
    phrase: isGood && head !== undefined ? formatCheckPhrase(checkPhraseOf(head)) : undefined,
  }
}

/** What a proof file shows; `undefined` where the secret is none. */
async function judge(
  { name, bytes, leaf, question }: Extract<VerifyOrder, { kind: 'proof' }>,
  trust: Parameters<typeof judgeEntryProof>[2],
): Promise<readonly Finding[] | undefined> {
  // Who asks about absence is not told that some other entry is in the log.
  if (question === undefined)
    return judgeEntryProof(name, bytes, trust, leaf === undefined ? undefined : encodeUtf8(leaf))
  const { measure, from, until } = question
  if (measure !== '') return judgeAbsence(name, bytes, { about: { kind: 'measure', measure }, from, until }, trust)
  const secret = decodeHex(question.secret.trim())
  if (secret?.length !== 32) return undefined
  return judgeAbsence(name, bytes, { about: { kind: 'secret', secret }, from, until }, trust)
}

function policyOf(bytes: Uint8Array): ReturnType<typeof parsePolicy> | undefined {
  try {
    return parsePolicy(bytes)
  } catch (error) {
    if (error instanceof MalformedError) return undefined
    throw error
  }
}

function headOf(checkpoint: Uint8Array): Checkpoint {
  return parseCheckpoint(parseNote(checkpoint).text)
}
