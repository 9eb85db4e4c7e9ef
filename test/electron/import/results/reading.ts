import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type ImportOptions, readImport } from '../../../../electron/import/results/read-import.ts'
import type { ImportedAttempt, ImportProblem, ReadFile, SignatureState } from '../../../../shared/model/imported.ts'

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-import-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes files, by their paths within a temporary folder. @returns the folder */
export function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = temporaryFolder()
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

/** All batches of an import as one. */
export interface WholeImport {
  readonly files: readonly ReadFile[]
  readonly attempts: readonly ImportedAttempt[]
  readonly problems: readonly ImportProblem[]
  readonly samples: number
  readonly unfinished: number
  readonly signatures: Record<SignatureState, number>
}

export async function wholeImport(paths: readonly string[], options: ImportOptions = {}): Promise<WholeImport> {
  const files: ReadFile[] = []
  const attempts: ImportedAttempt[] = []
  const problems: ImportProblem[] = []
  const signatures = { verified: 0, unverified: 0, wrong: 0 }
  let [samples, unfinished] = [0, 0]
  for await (const batch of readImport(paths, options)) {
    files.push(...batch.files)
    attempts.push(...batch.attempts)
    problems.push(...batch.problems)
    samples += batch.samples
    unfinished += batch.unfinished
    for (const state of ['verified', 'unverified', 'wrong'] as const) signatures[state] += batch.signatures[state]
  }
  return { files, attempts, problems, samples, unfinished, signatures }
}

/** Reads one file with this content. */
export const readContent = (
  content: string | Buffer,
  name = 'file',
  options: ImportOptions = {},
): Promise<WholeImport> => wholeImport([join(folderOf({ [name]: content }), name)], options)

/** Reads one file with this content, of which nothing can be taken. @returns what is said of it */
export async function refusalOf(content: string | Buffer, name = 'file'): Promise<string> {
  const { attempts, problems } = await readContent(content, name)
  if (attempts.length > 0 || problems.length !== 1) throw new Error(`${attempts.length} read, ${problems.length} said`)
  return problems[0]?.problem ?? ''
}
