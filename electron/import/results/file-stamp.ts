import { createHash } from 'node:crypto'
import { lstat, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isWorthReading } from './worth-reading.ts'

/**
 * What tells whether files, and those in folders, are still those that were read: their places, sizes and times of
 * change. What cannot be looked at is a fact too.
 */
export async function stampOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths) for await (const fact of factsAt(path)) hash.update(`${fact}\n`)
  return hash.digest('hex')
}

async function* factsAt(path: string): AsyncGenerator<string, void> {
  try {
    const found = await stat(path, { bigint: true })
    if (!found.isDirectory()) {
      yield JSON.stringify([path, String(found.ino), String(found.size), String(found.mtimeNs)])
      return
    }
    // Not when the folder itself was changed: looking at it may leave a file of the system there.
    yield JSON.stringify([path])
    // A link to a folder could lead in a circle; within a folder none is read.
    for (const name of (await readdir(path)).filter(isWorthReading).toSorted()) {
      const inner = join(path, name)
      const isLinkToFolder = (await lstat(inner)).isSymbolicLink() && (await stat(inner)).isDirectory()
      if (!isLinkToFolder) yield* factsAt(inner)
    }
  } catch (thrown) {
    yield JSON.stringify([path, thrown instanceof Error && 'code' in thrown ? thrown.code : null])
  }
}
