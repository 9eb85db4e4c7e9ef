import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { FoundProblem } from '../../../shared/model/imported.ts'
import { fileBytes, mostFileBytes } from '../table-content.ts'
import {
  type ArchiveBytes,
  archiveEntries,
  archiveInMemory,
  archiveOnDisk,
  type PackedEntry,
  Refused,
  shownName,
  type UnpackingBudget,
  unpackingBudget,
} from './archive.ts'
import { isWorthReading } from './worth-reading.ts'

/**
 * A file with its bytes, or with its parts where it is too large to be in memory, or what is wrong with it. The parts come
 * from the beginning each time they are asked for, until the next source is.
 */
export type Source =
  | { readonly name: string; readonly bytes: Buffer }
  | { readonly name: string; readonly chunks: () => AsyncIterable<Buffer> }
  | { readonly name: string; readonly found: FoundProblem }

/** Files one after another, each read when it is asked for: of an archive, those that its part in memory has. */
type Run = Iterable<Source>

/**
 * The files that paths lead to, one at a time: files, folders with all that is in them, and ZIP archives, also one
 * archive within another. A workbook is an archive too, and comes as one file. What cannot be read has its problem and
 * does not stop the others. A run is asked for after all of the one before. Never throws.
 */
export async function* runsIn(paths: readonly string[]): AsyncGenerator<Run, void> {
  const budget = unpackingBudget()
  const names = namesOf(paths)
  for (const [at, path] of paths.entries()) yield* runsAt(path, names[at] ?? '', budget)
}

/** As `runsIn`, file by file. */
export async function* sourcesIn(paths: readonly string[]): AsyncGenerator<Source, void> {
  for await (const run of runsIn(paths)) yield* run
}

/** What files are called, each otherwise: two of one name by their folders, and by their place where those are the same. */
function namesOf(paths: readonly string[]): readonly string[] {
  const shown = paths.map((path) => shownName(basename(path)))
  const same = Map.groupBy(shown, (name) => name)
  const longer = paths.map((path, at) => {
    const name = shown[at] ?? ''
    return same.get(name)?.length === 1 ? name : shownName(`${basename(dirname(path))}/${name}`)
  })
  const stillSame = Map.groupBy(longer, (name) => name)
  return longer.map((name, at) => (stillSame.get(name)?.length === 1 ? name : `${name} (${at + 1})`))
}

async function* runsAt(path: string, name: string, budget: UnpackingBudget): AsyncGenerator<Run, void> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) yield* inFolder(path, name, budget)
    else if (!found.isFile()) yield [{ name, found: { code: 'no-file' } }]
    else yield* inFile(path, name, found.size, budget)
  } catch (thrown) {
    yield [{ name, found: explained(thrown) }]
  }
}

function explained(thrown: unknown): FoundProblem {
  if (thrown instanceof Refused) return thrown.found
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null
  return { code: code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable-file' }
}

async function* inFolder(path: string, name: string, budget: UnpackingBudget): AsyncGenerator<Run, void> {
  const entries = (await readdir(path, { withFileTypes: true })).filter((entry) => isWorthReading(entry.name))
  if (entries.length === 0) throw new Refused('empty')
  // By name, so that the same folder reads the same everywhere.
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const at = join(path, entry.name)
    const shown = `${name}/${shownName(entry.name)}`
    // A link to a folder could lead in a circle.
    if (entry.isSymbolicLink() && !(await isLinkToFile(at))) yield [{ name: shown, found: { code: 'no-file' } }]
    else yield* runsAt(at, shown, budget)
  }
}

async function isLinkToFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

/** What is said of a file that could only be read as a whole. */
export const tooLarge = (): Refused => new Refused('too-large', { most: mostFileBytes / 1024 ** 2 })

/** As much as all archives of an import may unpack to. */
const mostStreamedBytes = 8 * 1024 ** 3

async function* inFile(path: string, name: string, size: number, budget: UnpackingBudget): AsyncGenerator<Run, void> {
  const handle = await open(path)
  try {
    if (isArchive(await beginning(handle))) {
      const entries = await archiveEntries(archiveOnDisk(handle, size), budget)
      if (!(isWhole(entries) || (await holdsQtiTest(entries)))) return yield* inArchive(entries, name, budget, false)
      if (size > mostFileBytes) throw tooLarge()
    }
    if (size > mostStreamedBytes) throw new Refused('too-large', { most: mostStreamedBytes / 1024 ** 2 })
    if (size > mostFileBytes) {
      // No more than its size now, also of a file that grows while it is read.
      yield [{ name, chunks: () => partsOf(handle, size) }]
      return
    }
  } finally {
    await handle.close()
  }
  yield [{ name, bytes: await fileBytes(path) }]
}

const partBytes = 256 * 1024

async function* partsOf(handle: FileHandle, size: number): AsyncGenerator<Buffer, void> {
  for (let at = 0; at < size; ) {
    const length = Math.min(partBytes, size - at)
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, at)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    at += bytesRead
  }
}

async function beginning(handle: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
  return buffer.subarray(0, bytesRead)
}

const beginnings = [0x504b0304, 0x504b0506]

/** Whether bytes begin as a ZIP archive does, with a file or, where it is empty, with its end. */
const isArchive = (bytes: Buffer): boolean => bytes.length >= 4 && beginnings.includes(bytes.readUInt32BE(0))

/** Whether an archive is one file: a workbook of Excel or LibreOffice, or a package with a list of what is in it. */
function isWhole(entries: readonly PackedEntry[]): boolean {
  if (entries.some(({ name }) => /^(?:\[Content_Types\]\.xml|content\.xml)$/i.test(name))) return true
  // A package may stand in a folder of its own, beside nothing else.
  const folder = entries.flatMap(({ name }) => /^(.*\/)?imsmanifest\.xml$/i.exec(name)?.slice(1) ?? [])[0] ?? ''
  const hasList = entries.some(({ name }) => name.slice(folder.length).toLowerCase() === 'imsmanifest.xml')
  return hasList && entries.every(({ name }) => name.startsWith(folder))
}

const mostTestBytes = 5 * 1024 * 1024

/** Whether an archive of XML alone is a package whose list is missing: its test names its other files. */
export async function holdsQtiTest(entries: readonly PackedEntry[]): Promise<boolean> {
  if (entries.length < 2 || !entries.every(({ name }) => /\.(?:xml|qti)$/i.test(name))) return false
  for (const entry of entries) {
    if (!/(?:test|assessment)[^/]*$/i.test(entry.name) || entry.size > mostTestBytes) continue
    const bytes = await entry.bytes().catch(() => null)
    if (bytes !== null && /<(?:\w+:)?assessmentTest[\s>]/.test(bytes.toString('latin1', 0, 10_000))) return true
  }
  return false
}

async function* inArchive(
  entries: readonly PackedEntry[],
  name: string,
  budget: UnpackingBudget,
  isNested: boolean,
): AsyncGenerator<Run, void> {
  if (entries.length === 0) throw new Refused('empty')
  for (let at = 0; at < entries.length; ) {
    const entry = entries[at++] as PackedEntry
    const shown = `${name}/${entry.name}`
    try {
      if (entry.size > mostFileBytes) {
        yield [{ name: shown, chunks: await entry.chunks() }]
        continue
      }
      const bytes = await entry.bytes()
      if (isArchive(bytes)) {
        yield* inNested(archiveInMemory(bytes), bytes, shown, budget, isNested)
        continue
      }
      yield [{ name: shown, bytes }]
    } catch (thrown) {
      yield [{ name: shown, found: explained(thrown) }]
    }
    // The part of the archive that was read for this one mostly has the next hundreds.
    yield (function* () {
      while (at < entries.length) {
        const source = heldSource(entries[at] as PackedEntry, name)
        if (source === null) return
        at++
        yield source
      }
    })()
  }
}

/** A file of an archive, where it takes no waiting. */
function heldSource(entry: PackedEntry, archive: string): Source | null {
  const name = `${archive}/${entry.name}`
  try {
    const bytes = entry.heldBytes()
    return bytes === null || isArchive(bytes) ? null : { name, bytes }
  } catch (thrown) {
    return { name, found: explained(thrown) }
  }
}

async function* inNested(
  archive: ArchiveBytes,
  bytes: Buffer,
  name: string,
  budget: UnpackingBudget,
  isDeeper: boolean,
): AsyncGenerator<Run, void> {
  const entries = await archiveEntries(archive, budget)
  if (isWhole(entries) || (await holdsQtiTest(entries))) yield [{ name, bytes }]
  else if (isDeeper) throw new Refused('archive-in-archive')
  else yield* inArchive(entries, name, budget, true)
}
