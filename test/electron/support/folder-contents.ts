import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The files of a folder and of the folders in it: path to content, as base64. */
export const contentsOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file, readFileSync(file, 'base64')]),
  )
