import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** A file that only grows. Each call is one step after which the power can fail. */
export type GrowingFile = {
  append(bytes: Uint8Array): Promise<void>
  /** Resolves when what was appended survives the loss of power. */
  sync(): Promise<void>
  close(): Promise<void>
}

/** A folder of growing files, by their names. */
export type JournalFiles = {
  /** All names, in their order. */
  list(): Promise<readonly string[]>
  /** The bytes of a file, or as many of its first ones. */
  read(name: string, most?: number): Promise<Uint8Array>
  /** Makes a file; fails where there is one of this name. */
  create(name: string): Promise<GrowingFile>
  /** Resolves when all of a file survives the loss of power, also what another process wrote that was killed. */
  sync(name: string): Promise<void>
  remove(name: string): Promise<void>
  /** Resolves when files that were made and removed stay so. */
  syncFolder(): Promise<void>
}

/** A folder of the machine; made where it is not there. */
export async function journalFilesAt(folder: string): Promise<JournalFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return {
    list: async () => (await readdir(folder)).sort(),
    read: async (name, most) => {
      if (most === undefined) return readFile(join(folder, name))
      const file = await open(join(folder, name), 'r')
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0)
        return buffer.subarray(0, bytesRead)
      } finally {
        await file.close()
      }
    },
    create: async (name) => {
      const file = await open(join(folder, name), 'ax', 0o600)
      return {
        append: (bytes) => file.appendFile(bytes),
        sync: () => file.datasync(),
        close: () => file.close(),
      }
    },
    sync: (name) => synced(join(folder, name), 'r+'),
    remove: (name) => rm(join(folder, name)),
    syncFolder: () => synced(folder, 'r'),
  }
}

async function synced(path: string, flags: 'r' | 'r+'): Promise<void> {
  const opened = await open(path, flags)
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}
